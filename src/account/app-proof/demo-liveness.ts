import type { Knex } from 'knex';
import { z } from 'zod';
import { demoAccounts } from '../../../seeds/demo/accounts';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { NamedPerson } from '../../rules/account/liveness';
import { documentKinds } from '../../rules/identity/identity-document';
import {
  answerDemoCheck,
  type DemoLivenessAnswer,
  type DemoLivenessCheck,
  findDemoCheck,
  insertDemoCheck,
} from './demo-liveness.repository';
import type { Liveness } from './liveness';

const CONTEXT = 'demo_liveness_checks.request';

const kept = z.object({
  claimed: z.object({
    documentKind: z.enum(documentKinds),
    number: z.string(),
    country: z.string().nullish(),
    name: z.string(),
  }),
  account: z.object({ userName: z.string(), maskedPhone: z.string() }),
});

/** A check as the page that plays the phone app shows it. */
interface ShownDemoCheck extends Pick<DemoLivenessCheck, 'answer' | 'expiresAt'> {
  readonly claimed: NamedPerson;
  readonly account: { readonly userName: string; readonly maskedPhone: string };
}

/** 模拟手机APP: the port, and what its page does. */
export interface DemoLiveness extends Liveness {
  find(token: string): Promise<ShownDemoCheck | null>;
  /** @returns false when it was answered before, or is over. */
  answer(token: string, answer: DemoLivenessAnswer, typedCode: string): Promise<boolean>;
}

/** The demo's phone app: faces are buttons. Nothing of it stands in any other environment. */
export function createDemoLiveness(db: Knex, cipher: Cipher, publicUrl: URL): DemoLiveness {
  const open = ({ requestCipher }: DemoLivenessCheck) =>
    kept.parse(JSON.parse(cipher.decrypt(requestCipher, CONTEXT)));

  return {
    async begin(_pass, { token, claimed, account, expiresAt }) {
      const requestCipher = cipher.encrypt(JSON.stringify({ claimed, account }), CONTEXT);
      await insertDemoCheck(db, token, { requestCipher, expiresAt });
      const address = new URL('/demo/app', publicUrl);
      address.searchParams.set('check', token);
      return address.href;
    },

    async findAnswer(_pass, token) {
      const check = await findDemoCheck(db, token);
      if (check === null || check.answer === null) return null;
      const { claimed } = open(check);
      const matched = check.answer === 'otherPerson' ? findOtherPerson(claimed) : claimed;
      return {
        token,
        passed: check.answer !== 'failed',
        typedCode: check.typedCode ?? '',
        matched: check.answer === 'failed' ? null : matched,
      };
    },

    async find(token) {
      const check = await findDemoCheck(db, token);
      return check && { ...open(check), answer: check.answer, expiresAt: check.expiresAt };
    },

    answer: async (token, answer, typedCode) => (await answerDemoCheck(db, token, answer, typedCode)) === 1,
  };
}

/** Somebody of the demo whose number it is not. */
function findOtherPerson({ number }: NamedPerson): NamedPerson {
  const other = demoAccounts.find(({ identityNumber }) => identityNumber !== number);
  if (other === undefined) throw new Error('the demo has one person only');
  return { documentKind: 'resident', number: other.identityNumber, name: other.name };
}
