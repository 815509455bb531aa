import { datasetHash } from '@wick/core';
import type { KnowledgeCutOff } from '../cost/price.ts';
import { agree } from '../judgement/agree.ts';
import type { Judgement, NoSignalReason } from '../judgement/judgement.ts';
import { isInSample } from '../leakage/cut-offs.ts';
import type { SignalsHeader } from '../outside/signals-header.ts';
import type { SkippedDecision } from '../windows/frame-to-windows.ts';
import type { Decision } from './decision.ts';
import type { JudgingPlan } from './judging-plan.ts';
import type { RecordedAnswers } from './recorded-answers.ts';

/** Decisions in the order of time, and what is said of them all. */
export interface Judged {
  readonly header: SignalsHeader;
  readonly decisions: readonly Decision[];
}

/** @param cutOff up to when the model may have read; null where nobody knows */
export function answersToDecisions(plan: JudgingPlan, answers: RecordedAnswers, cutOff: KnowledgeCutOff | null): Judged {
  const { frame, settings, asked, questions } = plan;
  const mayKnow = (fromMs: number): boolean | null => (cutOff === null ? null : isInSample(fromMs, cutOff));
  const judged = plan.windows.map(({ start, end }, window): Decision => {
    const openTimeMs = frame.openTimeMs[end - 1]!;
    return { openTimeMs, ...judgementOf(plan, answers, window), inSample: mayKnow(frame.openTimeMs[start]!) };
  });
  const skipped = plan.skipped.map(({ bar, why }): Decision => {
    const openTimeMs = frame.openTimeMs[bar]!;
    return { openTimeMs, judgement: { kind: 'none', why, detail: SKIPPED[why] }, inSample: mayKnow(openTimeMs) };
  });
  const decisions = [...judged, ...skipped].sort((a, b) => a.openTimeMs - b.openTimeMs);
  const { usage } = answers;
  return {
    decisions,
    header: {
      wick: 'signals',
      version: 1,
      series: frame.series,
      datasetHash: datasetHash(frame),
      provider: asked.provider,
      modelAsked: asked.model,
      modelsAnswered: answers.answeredBy,
      knowledgeCutOff: cutOff?.date ?? null,
      settings,
      templateHash: questions.templateHash,
      schemaHash: questions.schemaHash,
      decisions: decisions.length,
      inSample: cutOff === null ? null : decisions.filter(({ inSample }) => inSample).length,
      ...countsOf(decisions),
      agreement: settings.samples === 1 ? null : agreementOf(judged),
      tokens: usage && { prompt: usage.promptTokens, cached: usage.cachedTokens, completion: usage.completionTokens },
    },
  };
}

const SKIPPED: Readonly<Record<SkippedDecision['why'], string>> = {
  gap: 'Candles are missing in the window.',
  'short-history': 'There are fewer candles than a window has.',
};

const UNANSWERED: Judgement = { kind: 'none', why: 'unanswered', detail: 'The provider gave no answer.' };

/** A window of which one sample has no answer has none: what the others say would be another share of another number. */
function judgementOf({ settings: { samples, leastAgreement } }: JudgingPlan, answers: RecordedAnswers, window: number): Pick<Decision, 'judgement' | 'agreement'> {
  const first = window * samples;
  const judgements = Array.from({ length: samples }, (_, sample) => answers.judgement(first + sample));
  if (judgements.includes(undefined)) return { judgement: UNANSWERED };
  if (samples === 1) return { judgement: judgements[0]! };
  return agree(judgements as Judgement[], leastAgreement);
}

function countsOf(decisions: readonly Decision[]): Pick<SignalsHeader, 'signals' | 'noSignals'> {
  const signals = { BUY: 0, SELL: 0, HOLD: 0 };
  const noSignals: Partial<Record<NoSignalReason, number>> = {};
  for (const { judgement } of decisions) {
    if (judgement.kind === 'signal') signals[judgement.action]++;
    else noSignals[judgement.why] = (noSignals[judgement.why] ?? 0) + 1;
  }
  return { signals, noSignals };
}

function agreementOf(decisions: readonly Decision[]): SignalsHeader['agreement'] {
  const shares = decisions.flatMap(({ agreement }) => agreement ?? []);
  if (shares.length === 0) return null;
  return { mean: shares.reduce((sum, share) => sum + share, 0) / shares.length, least: shares.reduce((least, share) => Math.min(least, share), 1) };
}
