import 'express-session';
import { wallClock } from '../../infrastructure/clock';

declare module 'express-session' {
  interface SessionData {
    /** This browser has gone to 微信 or 支付宝; what comes back serves here alone. */
    scan?: { readonly journey: string /** Milliseconds of real time. */; readonly until: number };
    /** What was done on 登录绑定, shown once. */
    factorDone?: string;
  }
}

export const SCAN_MS = 10 * 60_000;

/** The journey of a scan under way, as long as it lasts; '' where there is none. */
export function findScanJourney(session: {
  readonly scan?: { readonly journey: string; readonly until: number };
}): string {
  const { scan } = session;
  return scan !== undefined && scan.until > wallClock() ? scan.journey : '';
}
