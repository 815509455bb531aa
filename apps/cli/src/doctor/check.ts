/** One thing that was looked at. A warning is worth knowing; what failed is needed and does not work. */
export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly remedy?: string;
}

export const ok = (name: string, detail: string): Check => ({ name, status: 'ok', detail });
export const warning = (name: string, detail: string, remedy: string): Check => ({ name, status: 'warning', detail, remedy });
export const failed = (name: string, detail: string, remedy: string): Check => ({ name, status: 'failed', detail, remedy });
