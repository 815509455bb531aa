/** One file of the bucket. */
export interface ListedFile {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly modifiedMs: number;
}

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only keys after this one. */
  readonly marker: string;
}

/**
 * A page of the bucket's keys as Amazon S3 lists them (version 1): keys in order, those that go on after the delimiter
 * as common prefixes.
 *
 * @param describe called for the files of the page only
 */
export function listingPage(
  keys: readonly string[],
  query: ListingQuery,
  pageSize: number,
  describe: (key: string) => ListedFile | undefined,
): string {
  const { prefix, delimiter, marker } = query;
  const cut = (key: string): string => {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return end < 0 ? key : key.slice(0, end + delimiter.length);
  };
  const entries = [...new Set(keys.filter((key) => key.startsWith(prefix)).map(cut))].filter((key) => key > marker).toSorted();
  const page = entries.slice(0, pageSize);
  const isTruncated = entries.length > page.length;
  const isFolder = (entry: string): boolean => delimiter !== '' && entry.endsWith(delimiter);
  // As S3 does: only where a delimiter was asked for.
  const next = isTruncated && delimiter !== '' ? `<NextMarker>${escape(page.at(-1)!)}</NextMarker>` : '';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    `<Name>data.binance.vision</Name><Prefix>${escape(prefix)}</Prefix><Marker>${escape(marker)}</Marker>`,
    next,
    `<MaxKeys>${pageSize}</MaxKeys><Delimiter>${delimiter}</Delimiter><IsTruncated>${isTruncated}</IsTruncated>`,
    ...page.filter((entry) => !isFolder(entry)).map((key) => contents(describe(key))),
    ...page.filter(isFolder).map((folder) => `<CommonPrefixes><Prefix>${escape(folder)}</Prefix></CommonPrefixes>`),
    '</ListBucketResult>',
  ].join('');
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const contents = (file: ListedFile | undefined): string => {
  if (file === undefined) return '';
  const { key, size, etag, modifiedMs } = file;
  return (
    `<Contents><Key>${escape(key)}</Key><LastModified>${new Date(modifiedMs).toISOString()}</LastModified>` +
    `<ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`
  );
};
