/** The part of the package that is used here. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export type Payload = Record<string, unknown>;

  export interface Adapter {
    upsert(id: string, payload: Payload, expiresIn: number | undefined): Promise<void>;
    find(id: string): Promise<Payload | undefined>;
    findByUid(uid: string): Promise<Payload | undefined>;
    findByUserCode(userCode: string): Promise<Payload | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  }

  export interface Grant {
    readonly jti: string;
    addOIDCScope(scope: string): void;
    getOIDCScope(): string;
    save(): Promise<string>;
  }

  export interface Session {
    readonly accountId?: string;
    readonly state?: {
      readonly secret: string;
      readonly postLogoutRedirectUri?: string;
      readonly state?: string;
    };
    grantIdFor(clientId: string): string | undefined;
  }

  export interface Client {
    readonly clientId: string;
    readonly clientName?: string;
    readonly backchannelLogoutUri?: string;
    backchannelLogout(sub: string, sid: string): Promise<void>;
  }

  export interface Interaction {
    readonly uid: string;
    readonly prompt: { readonly name: string; readonly reasons: readonly string[] };
    readonly params: Payload;
    readonly session?: { readonly accountId: string };
  }

  export interface Context {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    status: number;
    type: string;
    body: unknown;
    redirect(url: string): void;
    set(header: string, value: string): void;
    readonly oidc?: OidcContext;
  }

  export interface OidcContext {
    readonly route: string;
    readonly params?: Payload;
    readonly provider: Provider;
    readonly session: Session;
    readonly client?: Client;
    readonly result?: Payload;
    urlFor(name: string): string;
  }

  export interface LoginResult {
    readonly accountId: string;
    readonly remember: boolean;
    /** Seconds of Unix time. */
    readonly ts: number;
  }

  export type InteractionResult =
    | { readonly login: LoginResult }
    | { readonly consent: Payload }
    | { readonly error: string; readonly error_description?: string };

  export class Provider {
    constructor(issuer: string, configuration: Payload);
    proxy: boolean;
    readonly Grant: {
      new (of: { accountId: string; clientId: string }): Grant;
      find(id: string): Promise<Grant | undefined>;
    };
    readonly Client: {
      find(id: string): Promise<Client | undefined>;
      readonly prototype: {
        compareClientSecret: (this: Client, typed: string) => boolean | Promise<boolean>;
      };
    };
    callback(): (req: IncomingMessage, res: ServerResponse) => Promise<void>;
    use(middleware: (ctx: Context, next: () => Promise<void>) => Promise<void>): this;
    on(event: string, listener: (...args: never[]) => void): this;
    interactionDetails(req: IncomingMessage, res: ServerResponse): Promise<Interaction>;
    interactionResult(
      req: IncomingMessage,
      res: ServerResponse,
      result: InteractionResult,
      options?: { readonly mergeWithLastSubmission?: boolean },
    ): Promise<string>;
  }

  export const errors: {
    readonly InvalidGrant: new (detail: string) => Error;
    readonly AccessDenied: new (description?: string) => Error;
    readonly SessionNotFound: new (description?: string) => Error;
    readonly OIDCProviderError: new (...args: never[]) => Error;
  };
}
