import type { Store } from 'express-session';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import { wallClock } from '../../infrastructure/clock';
import { endOlderSession } from '../../infrastructure/http/session-life';
import type { BackChannel } from '../../infrastructure/relying-party/back-channel.controller';
import type { RelyingParty } from '../../infrastructure/relying-party/relying-party';

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
      const at = new Date(wallClock()).toISOString();
      await endOlderSession(store, ended, { at, address: '', by: 'account' });
    },
  };
  return { find: (path) => (path === PATH ? channel : null) };
}
