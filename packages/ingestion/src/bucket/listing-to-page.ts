/** One object of the bucket, as its listing names it. */
export interface ListedObject {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** A page of a listing. */
export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** List on after this key; undefined on the last page. */
  readonly nextMarker: string | undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a page of Amazon S3's listing (version 1). Five tags matter, and S3 writes no attributes, comments or CDATA, so
 * this reads just that and refuses everything else.
 *
 * @throws Error where the text is no whole page
 */
export function listingToPage(xml: string): ListingPage {
  const body = /^(?:\uFEFF)?\s*(?:<\?xml[^>]*\?>)?\s*<ListBucketResult(?:\s[^>]*)?>(.*)<\/ListBucketResult>\s*$/su.exec(xml)?.[1];
  if (body === undefined) throw new Error('what came is no whole listing');
  const objects = [...body.matchAll(/<Contents>(.*?)<\/Contents>/gsu)].map(([, entry]) => readObject(entry!));
  const top = body.replaceAll(/<Contents>.*?<\/Contents>/gsu, '');
  const truncated = textOf(top, 'IsTruncated');
  if (top.includes('<Contents>') || (truncated !== 'true' && truncated !== 'false')) throw new Error('the listing cannot be read');
  if (truncated === 'false') return { objects, nextMarker: undefined };
  // S3 leaves NextMarker out where no delimiter was asked for: the last key stands for it.
  const nextMarker = textOf(top, 'NextMarker') || objects.at(-1)?.key;
  if (nextMarker === undefined) throw new Error('the listing goes on, but does not say where');
  return { objects, nextMarker };
}

function readObject(entry: string): ListedObject {
  const [key, etag, size, modified] = (['Key', 'ETag', 'Size', 'LastModified'] as const).map((name) => textOf(entry, name));
  const sizeBytes = /^\d+$/.test(size ?? '') ? Number(size) : NaN;
  const modifiedMs = Date.parse(modified ?? '');
  if (!key || !etag || Number.isNaN(sizeBytes) || Number.isNaN(modifiedMs)) throw new Error('the listing cannot be read');
  return { key, etag: plainEtag(etag), sizeBytes, modifiedMs };
}

/** The text of a tag that stands there once; undefined where there is none. */
function textOf(xml: string, tag: string): string | undefined {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`, 'u').exec(xml)?.[1];
  return text?.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/giu, (entity, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? entity;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal));
  });
}

/** An ETag without quotes and the mark of a weak one: to be compared, not sent. */
export const plainEtag = (etag: string): string => etag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
