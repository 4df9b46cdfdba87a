import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Knex } from 'knex';
import type { Interaction, InteractionResult } from 'oidc-provider';
import { listAccountSessions, type SignedInAccount } from '../../domain/accounts/account-session.repository';
import { findPerson } from '../../domain/accounts/person.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { completeUri } from './client-metadata';
import { findConsent } from './consent.repository';
import { getInteractionBegin } from './oidc-record.repository';
import { type PlatformScope, platformScopes } from './platform';
import type { RegisteredPlatform } from './platform.repository';
import { withWayBack } from './platform-directory';
import type { PlatformServices } from './platform-services';

/** What a platform waits for at this browser. */
export interface Authorization {
  readonly uid: string;
  readonly step: 'login' | 'consent';
  /** Whoever is signed in has to prove it again: the platform asks for it. */
  readonly afresh: boolean;
  readonly platform: RegisteredPlatform;
  readonly scopes: readonly PlatformScope[];
  /** When it began, in milliseconds of the database's time, as the sessions of accounts have it. */
  readonly beganAt: number;
  /** The account for which consent is asked; null before a sign-in. */
  readonly subject: string | null;
  /** Where it ends. */
  readonly returnUri: string;
}

/** A request as an address names it. */
export interface AskedAuthorization {
  readonly platform: string;
  readonly uid: string;
}

interface AuthorizationParts extends PlatformServices {
  readonly db: Knex;
  readonly publicUrl: URL;
}

/** The steps between a platform's request and its answer: they are pages of the account centre. */
export function createAuthorizationService(db: Knex, given: PlatformServices, publicUrl: URL) {
  const parts: AuthorizationParts = { db, ...given, publicUrl };
  return bindParts(parts, { get, finish, toLogin, findSignInTime, isOf, listMissing });
}

export type AuthorizationService = ReturnType<typeof createAuthorizationService>;

/** @throws AppError notFound when it is over, or was not begun at this browser by this platform. */
async function get(
  parts: AuthorizationParts,
  req: IncomingMessage,
  res: ServerResponse,
  asked: AskedAuthorization,
): Promise<Authorization> {
  const { provider, directory } = parts;
  const details = await (await provider()).interactionDetails(req, res).catch(refuseGone);
  // The cookie says which one is under way here; an address that names another leads nowhere.
  if (details.uid !== asked.uid || details.params.client_id !== asked.platform) throw notFound();
  const platform = await directory.find(asked.platform);
  if (platform === null) throw notFound();
  const beganAt = await getInteractionBegin(parts.db, details.uid);
  return { ...describe(details), platform, beganAt, returnUri: returnUriOf(parts, details, platform) };
}

/** Lets it go on. @returns where the browser goes now. */
async function finish(
  { provider }: AuthorizationParts,
  req: IncomingMessage,
  res: ServerResponse,
  { platform }: Authorization,
  result: InteractionResult,
): Promise<string> {
  const to = await (await provider()).interactionResult(req, res, result);
  return withWayBack(to, platform.code);
}

/** The result of a sign-in. `at`: when it took place, in milliseconds of real time. */
async function toLogin(
  parts: AuthorizationParts,
  account: SignedInAccount,
  at: number,
): Promise<InteractionResult> {
  const accountId = await findSubject(parts, account);
  return { login: { accountId, remember: false, ts: Math.floor(at / 1000) } };
}

/** When the session of an account began, in milliseconds of the database's time. */
async function findSignInTime({ db }: AuthorizationParts, account: SignedInAccount): Promise<number> {
  const sessions = await listAccountSessions(db, account.id);
  return sessions.find(({ id }) => id === account.sessionId)?.beganAt.getTime() ?? 0;
}

/** Whether this account is the one that is asked. */
const isOf = async (
  parts: AuthorizationParts,
  { subject }: Authorization,
  account: SignedInAccount,
): Promise<boolean> => subject !== null && subject === (await findSubject(parts, account));

/** What of it was not consented to yet. */
async function listMissing(
  { db }: AuthorizationParts,
  { platform, scopes }: Authorization,
  account: SignedInAccount,
): Promise<readonly PlatformScope[]> {
  const consent = await findConsent(db, account.id, platform.code);
  return scopes.filter((scope) => consent?.scopes.includes(scope) !== true);
}

async function findSubject(parts: AuthorizationParts, { personId }: SignedInAccount): Promise<string> {
  const person = personId === null ? null : await findPerson(parts.db, personId);
  if (person === null) throw notFound();
  return person.subject;
}

/** @throws AppError notFound for an address that was taken out of the register since. */
function returnUriOf(
  parts: AuthorizationParts,
  { params }: Interaction,
  { redirectUris }: RegisteredPlatform,
): string {
  const known = redirectUris.map((uri) => completeUri(uri, parts.publicUrl));
  if (!known.includes(String(params.redirect_uri))) throw notFound();
  return String(params.redirect_uri);
}

function describe({ uid, prompt, params, session }: Interaction) {
  const asked = String(params.scope ?? '').split(' ');
  return {
    uid,
    step: prompt.name === 'consent' ? ('consent' as const) : ('login' as const),
    afresh: prompt.reasons.includes('login_prompt') || prompt.reasons.includes('max_age'),
    scopes: platformScopes.filter((scope) => asked.includes(scope)),
    subject: session?.accountId ?? null,
  };
}

function refuseGone(error: unknown): never {
  if (error instanceof Error && error.name === 'SessionNotFound') throw notFound();
  throw error;
}
