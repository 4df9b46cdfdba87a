import { z } from 'zod';
import { type AllowedTarget, leadsInside, parseAllowedTarget } from '../security/special-address';

const entries = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

export const outboundVariables = {
  OUTBOUND_ALLOW: z
    .string()
    .default('')
    .refine((value) => entries(value).every((entry) => parseAllowedTarget(entry) !== null), {
      message:
        'must be addresses or ranges, with a port where only that is meant: 10.1.2.3:8080, 10.2.0.0/16, [fd00::1]:443',
    }),
};

type Given = Readonly<Record<string, string | undefined>>;

/** The variables whose addresses this process itself calls. */
const called = [
  'SMS_HTTP_URL',
  'EMAIL_HTTP_URL',
  'SMPP_URL',
  'WECHAT_API_URL',
  'WECHAT_LOGIN_API_URL',
  'ALIPAY_GATEWAY_URL',
  'LIVENESS_URL',
];

/** What this process may call although it is no public address. */
export function toOutboundAllow({ OUTBOUND_ALLOW: value }: { OUTBOUND_ALLOW: string }): AllowedTarget[] {
  return entries(value).flatMap((entry) => parseAllowedTarget(entry) ?? []);
}

/** Addresses that lead to this machine or into a private network without being named as such. */
export function listOutboundFaults(given: Given): string[] {
  const allowed = toOutboundAllow({ OUTBOUND_ALLOW: given.OUTBOUND_ALLOW ?? '' });
  return called.flatMap((name) => {
    const value = given[name];
    if (value === undefined || !URL.canParse(value)) return [];
    const address = new URL(value);
    if (!leadsInside(address, allowed)) return [];
    return [
      `${name} leads to ${address.host}, an address of this machine, of a private network or of another special use: name address and port in OUTBOUND_ALLOW if that is meant`,
    ];
  });
}
