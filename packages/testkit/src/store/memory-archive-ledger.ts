import { type ArchiveLedger, type ArchiveRecord, seriesKey } from '@wick/core';

/** {@link ArchiveLedger} in memory. */
export function memoryArchiveLedger(): ArchiveLedger {
  const kept = new Map<string, Map<string, ArchiveRecord>>();
  return {
    async archives(series) {
      return [...(kept.get(seriesKey(series))?.values() ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async recordArchive(series, record) {
      const records = kept.get(seriesKey(series)) ?? new Map<string, ArchiveRecord>();
      kept.set(seriesKey(series), records);
      if (record.atMs >= (records.get(record.key)?.atMs ?? -Infinity)) records.set(record.key, { ...record });
    },
  };
}
