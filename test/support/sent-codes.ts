import { destinationContext, openText } from '../../src/domain/messages/sealed-message';
import { signText } from '../../src/domain/messages/signature';
import type { CodePurpose } from '../../src/rules/pack/rule-pack';
import type { TestApp } from './test-app';

/** As the office of the shipped pack signs. */
export const SIGNATURE = { office: '河南省招生办公室', addedByGateway: false };

/** A message code as the phone of the test shows it. */
export interface SentCode {
  readonly serialNumber: string;
  readonly code: string;
  readonly text: string;
  /** 11-digit mobile number, or the openid of a WeChat user. */
  readonly destination: string;
}

/** Texts of every message to a candidate that the outbox still holds, oldest first. */
export async function listSentTexts(
  app: TestApp,
  candidateId: number,
): Promise<readonly { readonly kind: string; readonly destination: string; readonly text: string }[]> {
  const { cipher, db } = app.services;
  const rows = await db('outbox_messages').where({ candidate_id: candidateId }).orderBy('id');
  const candidate = await db('candidates').where({ id: candidateId }).first('candidate_number');
  const owner = { candidateId, candidateNumber: candidate?.candidate_number ?? null, accountId: null };
  return rows
    .filter((row) => row.text_cipher !== null)
    .map((row) => ({
      kind: row.kind,
      destination: cipher.decrypt(row.destination_cipher, destinationContext(row.channel, owner)),
      text: signText(row, openText(cipher, row.text_cipher, owner), SIGNATURE),
    }));
}

/** The newest code sent to a candidate for a purpose. @throws when none was sent. */
export async function getSentCode(
  app: TestApp,
  candidateId: number,
  purpose: CodePurpose,
): Promise<SentCode> {
  const sent = (await listSentTexts(app, candidateId))
    .filter(({ kind }) => kind === `code.${purpose}`)
    .at(-1);
  const [, code, serialNumber] = /验证码(\d{6})（序列号(\d{8})）/.exec(sent?.text ?? '') ?? [];
  if (sent === undefined || serialNumber === undefined || code === undefined) {
    throw new Error(`no code for ${purpose} was sent to candidate ${candidateId}`);
  }
  return { serialNumber, code, text: sent.text, destination: sent.destination };
}
