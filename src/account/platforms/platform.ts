/** What a platform may ask to see; `openid` is the subject alone. */
export const platformScopes = ['openid', 'profile', 'identity'] as const;

export type PlatformScope = (typeof platformScopes)[number];

/** `own`: pages of this installation · `demo`: those that the demo plays · `outside`: anybody else's. */
type PlatformKind = 'own' | 'demo' | 'outside';

/** A platform that accepts 学信 accounts. Addresses are full, or paths of this installation. */
export interface Platform {
  readonly code: string;
  readonly name: string;
  readonly kind: PlatformKind;
  readonly homeUri: string;
  readonly redirectUris: readonly string[];
  /** Where a browser may be sent once it is signed out. */
  readonly signOutUris: readonly string[];
  /** Where the end of a session is told from server to server; null: nowhere. */
  readonly backChannelUri: string | null;
  readonly scopes: readonly PlatformScope[];
}

/** The candidates' own platform at the provider. */
export const CANDIDATE_PLATFORM = 'candidate-platform';
