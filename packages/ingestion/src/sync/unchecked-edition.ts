/**
 * What is recorded as the ETag of an edition whose days nobody could be asked about: another one than its own, so that the next sync reads
 * and checks it again.
 */
export const uncheckedEtag = (etag: string): string => `unchecked:${etag}`;
