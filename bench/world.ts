import type { Knex } from 'knex';
import { henan2026 } from '../seeds/demo/henan-2026/world';
import { demoPassword, demoPeople } from '../seeds/demo/people';
import { toFacts } from '../src/domain/candidates/candidate-facts';
import { loadReference } from '../src/domain/reference/reference';
import { type Config, loadConfig } from '../src/infrastructure/config/config';
import { createFormTokens } from '../src/infrastructure/security/form-token';
import { fillFirstSection } from './choices';
import { exchange } from './exchange';
import type { FloorOrders, RecordedAnswer } from './floor';
import { LARGE_PLAN, listPlanQueries } from './large-plan';
import type { PlannedRequest } from './load';
import { addCandidates, type BenchCandidate, type BenchModel, createBrowser, planPost } from './population';
import type { RunningApp } from './processes';
import { planReplay } from './recording';

/** The longest form of Henan 2021: 9 + 2 slots, 62 codes. */
export const BATCH = 'undergraduate-2';
/** Of the floors: the five of the session store, and ten, whatever the application opens. */
const CONNECTIONS = 15;

/** Of the manual's demo. */
const MANUAL: BenchModel = { candidateNumber: '21410101151001', batch: BATCH };
/** The longest form of 3+1+2: 48 groups of six majors. */
export const GROUPS: BenchModel = { candidateNumber: '26410122151001', batch: 'undergraduate' };

/** Everybody and everything that the rounds need. */
export interface World {
  readonly config: Config;
  readonly candidates: readonly BenchCandidate[];
  readonly passwordHash: string;
  readonly lookUpPath: string;
  planPlans(candidate: BenchCandidate): PlannedRequest;
  planForm(candidate: BenchCandidate): PlannedRequest;
  planSave(candidate: BenchCandidate): PlannedRequest;
  /** Keeps what a save would save as a draft. */
  planDraft(candidate: BenchCandidate): PlannedRequest;
  planSignIn(candidate: BenchCandidate): PlannedRequest;
  /** Ends the sessions of candidates; `passwordHash` takes the place of theirs. */
  signOut(candidates: readonly BenchCandidate[], passwordHash: string): Promise<void>;
}

/** Signs the model in at the application and adds the candidates that copy it. */
export async function populate(
  knex: Knex,
  url: string,
  count: number,
  copied: BenchModel = MANUAL,
): Promise<World> {
  const config = loadConfig({});
  const { candidateNumber: number, batch } = copied;
  const known = [...demoPeople, ...henan2026.people].find(
    ({ candidate }) => candidate.candidateNumber === number,
  );
  if (known === undefined) throw new Error(`the demo has no ${number}`);
  const model = known.candidate;
  const browserOf = (candidate: BenchCandidate) =>
    createBrowser(config, candidate.candidateNumber, candidate);
  const planSignIn = (candidateNumber: string) =>
    planPost(createBrowser(config, candidateNumber, null), '/sign-in', {
      candidateNumber,
      password: demoPassword,
    });
  const signedIn = await exchange(url, planSignIn(number), 303);
  const session = signedIn.headers.flatMap(([, value]) => /zhiyuan\.sid=s%3A([^.;]+)/.exec(value)?.[1] ?? []);
  const candidates = await addCandidates(knex, count, copied, session[0] ?? '');

  const reference = await loadReference(knex);
  const scope = { batch, track: model.track, audience: '' };
  const choices = fillFirstSection(reference, scope, toFacts(model));
  const tokens = createFormTokens(config.secrets.formToken, config.environment);
  const { password_hash: passwordHash } = await knex('credentials').first('password_hash');
  const institution = reference.plan.listInstitutions(scope)[0]?.code ?? '';
  return {
    config,
    candidates,
    passwordHash,
    lookUpPath: `/look-up/${batch}/${model.track}/-/${institution}`,
    planPlans: (candidate) => ({
      method: 'GET',
      path: `/plans?batch=${copied === MANUAL ? LARGE_PLAN.batch : batch}&institution=&major=`,
      headers: browserOf(candidate).headers,
    }),
    planForm: (candidate) => ({
      method: 'GET',
      path: `/batches/${batch}/form`,
      headers: browserOf(candidate).headers,
    }),
    planSave: (candidate) =>
      planPost(browserOf(candidate), `/batches/${batch}/versions`, {
        formToken: tokens.issue(candidate.id, batch),
        tab: 'bench',
        revision: '0',
        ...choices,
      }),
    planDraft: (candidate) =>
      planPost(browserOf(candidate), `/batches/${batch}/draft`, {
        formToken: tokens.issue(candidate.id, batch),
        tab: 'bench',
        revision: '0',
        ...choices,
      }),
    planSignIn: ({ candidateNumber }) => planSignIn(candidateNumber),
    async signOut(signedIn, hash) {
      const ids = signedIn.map(({ id }) => id);
      await knex('sessions').whereIn('sid', ids.map(String)).delete();
      await knex('credentials')
        .whereIn('candidate_id', ids)
        .update({ session_id: null, password_hash: hash });
    },
  };
}

/** Different queries that are sent again and again, so that each has been asked before. */
export const PLAN_QUERIES = listPlanQueries(300);

/** Records one look-up, each plan query, one page of the catalogue, one form and one save, for the floor to repeat. Uses up two candidates. */
export async function recordOrders(
  app: RunningApp,
  databaseUrl: string,
  world: World,
  queries: readonly string[] = PLAN_QUERIES,
): Promise<FloorOrders> {
  const [first, second] = world.candidates;
  if (first === undefined || second === undefined) throw new Error('nobody to record');
  const tokenOf = ({ body }: PlannedRequest) => new URLSearchParams(body).get('formToken');

  async function record(candidate: BenchCandidate, request: PlannedRequest, status: number) {
    let answer = await exchange(app.url, { method: 'GET', path: '/livez', headers: {} }, 200);
    const statements = await app.record(async () => {
      answer = await exchange(app.url, request, status);
    });
    const known = { session: candidate.session, formToken: tokenOf(request) };
    return { stages: planReplay(statements, known), answer };
  }

  const answers = new Map<string, RecordedAnswer>();
  for (const path of queries)
    answers.set(path, await exchange(app.url, { method: 'GET', path, headers: {} }, 200));
  await exchange(app.url, world.planPlans(first), 200);
  await exchange(app.url, world.planForm(first), 200);
  await exchange(app.url, world.planSave(first), 303);
  const lookUp = { method: 'GET', path: world.lookUpPath, headers: {} } as const;
  return {
    databaseUrl,
    poolSize: CONNECTIONS,
    lookUp: {
      route: '/look-up/:batch/:track/:audience/:institution{/:major}',
      answer: await exchange(app.url, lookUp, 200),
    },
    planQuery: { route: '/plan-search/:batch/:track/:audience/:field', answers },
    plans: await record(second, world.planPlans(second), 200),
    form: await record(second, world.planForm(second), 200),
    save: await record(second, world.planSave(second), 303),
  };
}
