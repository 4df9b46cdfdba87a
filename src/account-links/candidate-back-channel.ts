import type { Store } from 'express-session';
import { realTime } from '../clock';
import type { BackChannel, RelyingParty } from '../relying-party';
import { endOlderSession, type SignInService } from '../sign-in';

const PATH = '/sign-in/account/back-channel';

/** Ends a candidate's session that began with a 学信 account, when that signs out. */
export function createCandidateBackChannel(
  party: RelyingParty,
  signIn: SignInService,
  store: Store,
): BackChannel {
  const channel = {
    party,
    async end({ sid }: { readonly sid: string }) {
      const ended = await signIn.endArrival(sid);
      const at = new Date(realTime()).toISOString();
      await endOlderSession(store, ended, { at, address: '', by: 'account' });
    },
  };
  return { find: (path) => (path === PATH ? channel : null) };
}
