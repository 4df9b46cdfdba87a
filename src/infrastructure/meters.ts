import { Counter, Histogram, Registry } from 'prom-client';
import { durationBounds } from '../rules/alerts/measured-minute';

/*
 * What a process counts as it happens; `/metrics` shows it beside what is measured when it is asked. Names are those of
 * OpenTelemetry where it has one. No label ever holds a candidate, an address or a device.
 */

export const meters = new Registry();

/** Of every request that Express answers; `http_route` is the pattern of the path, never the path. */
export const requestDuration = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Seconds from the head of a request until its answer was handed over.',
  labelNames: ['http_request_method', 'http_route', 'http_response_status_code'] as const,
  buckets: [...durationBounds],
  registers: [meters],
});

/** Of look-ups that are answered from what is kept, before Express. */
export const keptAnswers = new Counter({
  name: 'zhiyuan_kept_answers_total',
  help: 'Code look-ups and plan searches answered from memory.',
  registers: [meters],
});

/** `wing`: candidate, office, account. `outcome` as it stands in the log of sign-ins. */
export const signIns = new Counter({
  name: 'zhiyuan_sign_ins_total',
  help: 'Tries to sign in, by wing and outcome.',
  labelNames: ['wing', 'outcome'] as const,
  registers: [meters],
});

/** `outcome` as it stands in the evidence of saves. */
export const saves = new Counter({
  name: 'zhiyuan_saves_total',
  help: 'Tries to save a choice list, by outcome.',
  labelNames: ['outcome'] as const,
  registers: [meters],
});

/** Requests that were refused at once because the process was late. */
export const shed = new Counter({
  name: 'zhiyuan_shed_requests_total',
  help: 'Requests refused under load, by what they were.',
  labelNames: ['load'] as const,
  registers: [meters],
});
