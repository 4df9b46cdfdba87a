import type { Client, Context } from 'oidc-provider';
import { findVisit } from './provider-visit';

/** The sids of platforms that a request has told of a sign-out. */
const told = new WeakMap<Context, string[]>();

/** Remembers that a platform's server knows. */
export function recordTold(ctx: Context, _client: Client, _accountId: string, sid: string): void {
  told.set(ctx, [...(told.get(ctx) ?? []), sid]);
}

/** A sign-out that was confirmed at the provider ends the account's session too, and with it every other platform's. */
export async function signOutEverywhere(ctx: Context, next: () => Promise<void>): Promise<void> {
  await next();
  const { oidc } = ctx;
  if (oidc?.route !== 'end_session_confirm' || ctx.status !== 303) return;
  const sids = told.get(ctx) ?? [];
  const visit = findVisit();
  if (oidc.params?.logout !== undefined) await visit?.signOut(sids);
  else await visit?.recordTold(sids);
}

/** Where nobody is signed in there is nothing to ask: the browser goes on to where the platform wants it. */
export async function endQuietly(ctx: Context, next: () => Promise<void>): Promise<void> {
  await next();
  const { oidc } = ctx;
  if (oidc?.route !== 'end_session' || ctx.status !== 200 || oidc.session.accountId !== undefined) return;
  const { postLogoutRedirectUri, state } = oidc.session.state ?? {};
  const target = new URL(postLogoutRedirectUri ?? oidc.urlFor('end_session_success'));
  if (postLogoutRedirectUri !== undefined && state !== undefined) target.searchParams.set('state', state);
  ctx.body = '';
  ctx.redirect(target.href);
  ctx.status = 303;
}
