import type { Absence, TimeRange } from '@wick/core';

/** What remains of absences outside of a range: they are cut at its ends. */
export function cutAbsences(absences: readonly Absence[], { fromMs, toMs }: TimeRange): Absence[] {
  return absences.flatMap((absence) =>
    [
      { ...absence, toMs: Math.min(absence.toMs, fromMs) },
      { ...absence, fromMs: Math.max(absence.fromMs, toMs) },
    ].filter((part) => part.fromMs < part.toMs),
  );
}

/** What is known after hearing of more: the later knowledge replaces the parts of the older one that it covers. Ascending. */
export function overlayAbsences(known: readonly Absence[], heard: readonly Absence[]): Absence[] {
  let all = [...known];
  for (const absence of heard) {
    if (absence.fromMs < absence.toMs) all = [...cutAbsences(all, absence), absence];
  }
  return all.sort((a, b) => a.fromMs - b.fromMs);
}
