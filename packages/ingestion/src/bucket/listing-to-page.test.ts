import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listingToPage } from './listing-to-page.ts';

const contents = (key: string): string =>
  `<Contents><Key>${key}</Key><LastModified>2024-12-03T08:15:30.000Z</LastModified><ETag>&quot;0123abc&quot;</ETag><Size>4711</Size><StorageClass>STANDARD</StorageClass></Contents>`;
const page = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>data.binance.vision</Name>${inner}</ListBucketResult>`;
const LAST = '<IsTruncated>false</IsTruncated>';

describe('a page of the listing', () => {
  test('gives objects with what matters of them', () => {
    expect(listingToPage(page(`${LAST}${contents('a.zip')}${contents('a.zip.CHECKSUM')}`))).toEqual({
      objects: ['a.zip', 'a.zip.CHECKSUM'].map((key) => ({ key, etag: '0123abc', sizeBytes: 4711, modifiedMs: Date.UTC(2024, 11, 3, 8, 15, 30) })),
      nextMarker: undefined,
    });
  });

  test.each([
    ['R&amp;D&lt;1&gt;&quot;&apos;&#65;&#x42;', 'R&D<1>"\'AB'],
    ['币安人生USDT', '币安人生USDT'],
    ['&#24065;', '币'],
    ['&amp;lt;', '&lt;'],
  ])('the key %s is %s', (written, key) => expect(listingToPage(page(LAST + contents(written))).objects[0]?.key).toBe(key));

  test('goes on at NextMarker, and without one at its last key', () => {
    const more = '<IsTruncated>true</IsTruncated>';
    expect(listingToPage(page(`<NextMarker>b&amp;c</NextMarker>${more}${contents('a')}`)).nextMarker).toBe('b&c');
    expect(listingToPage(page(`<NextMarker></NextMarker>${more}${contents('a')}${contents('b')}`)).nextMarker).toBe('b');
    expect(() => listingToPage(page(more))).toThrow('the listing goes on, but does not say where');
  });

  test('an empty page is one', () => expect(listingToPage(page(LAST))).toEqual({ objects: [], nextMarker: undefined }));

  test.each([
    ['', 'what came is no whole listing'],
    ['<html><body>403 Forbidden</body></html>', 'what came is no whole listing'],
    ['<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>', 'what came is no whole listing'],
    [page(contents('a')), 'the listing cannot be read'],
    [page(`${LAST}<Contents><Key>a</Key></Contents>`), 'the listing cannot be read'],
    [page(LAST + contents('a').replace('4711', '-1')), 'the listing cannot be read'],
    [page(LAST + contents('a').replace('2024-12-03', 'yesterday')), 'the listing cannot be read'],
    [page(LAST + contents('a').replace('</Contents>', '')), 'the listing cannot be read'],
  ])('%j is refused', (xml, message) => expect(() => listingToPage(xml)).toThrow(message));

  test('cut anywhere, it is never taken for a whole one', () => {
    const whole = page(`${LAST}${contents('a.zip')}${contents('a.zip.CHECKSUM')}`);
    fc.assert(fc.property(fc.nat(whole.length - 1), (length) => expect(() => listingToPage(whole.slice(0, length))).toThrow('what came is no whole listing')));
  });
});
