import type { BackChannel } from '../../infrastructure/relying-party/back-channel.controller';
import type { RelyingParty } from '../../infrastructure/relying-party/relying-party';
import { type DemoPlatform, demoPathOf, demoPlatforms } from './demo-platforms';
import type { DemoVisits } from './demo-visits';

/** Signs out at the demo's platforms what began with a session of the provider. */
export function createDemoBackChannel(
  visits: DemoVisits,
  partyOf: (platform: DemoPlatform) => RelyingParty,
): BackChannel {
  return {
    find(path) {
      const platform = demoPlatforms.find(({ code }) => `${demoPathOf(code)}/back-channel` === path);
      if (platform === undefined) return null;
      return { party: partyOf(platform), end: ({ sid }) => visits.endSid(platform.code, sid) };
    },
  };
}
