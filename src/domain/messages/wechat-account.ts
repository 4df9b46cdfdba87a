import type { Pass } from '../../infrastructure/security/admissions';

/** What a QR code must hold to lead a WeChat user to the account, and until when it leads there. */
export interface BindTicket {
  readonly qrContent: string;
  readonly expiresAt: Date;
}

/** The official account: the real one by its HTTP API, or the demo's simulated one. */
export interface WechatAccount {
  /** @throws GatewayError when the text was not accepted; `stableId` tells a repetition. */
  sendText(openId: string, text: string, stableId: string): Promise<void>;
  /**
   * A QR code that reports `scene` (1 to 64 letters, digits, `_`, `-`) together with who scanned it and follows; takes the
   * pass of a charged try.
   * @throws GatewayError
   */
  createBindTicket(pass: Pass, scene: string): Promise<BindTicket>;
}

type ScanHandler = (scene: string, openId: string) => Promise<void>;

/** Tells the platform who scanned which QR code and follows the account; a scan may be told more than once. */
export interface ScanEvents {
  /** Whoever waits for scans; called for every scene, its own or not. */
  onScan(handler: ScanHandler): void;
  /** Calls the handlers one after another. @throws what a handler throws; the account then tells it again. */
  report(scene: string, openId: string): Promise<void>;
}

export function createScanEvents(): ScanEvents {
  const handlers: ScanHandler[] = [];
  return {
    onScan: (handler) => {
      handlers.push(handler);
    },
    async report(scene, openId) {
      for (const handler of handlers) await handler(scene, openId);
    },
  };
}

/** What a scene may look like. */
export const SCENE_SHAPE = /^[A-Za-z0-9_-]{1,64}$/;
