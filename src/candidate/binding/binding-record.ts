import type { Knex } from 'knex';
import { auditCandidate } from '../../domain/candidates/audit-candidate';
import { nameOrigin } from '../../domain/mailbox/mail.presenter';
import type { Contact } from '../../domain/messages/outbox.repository';
import { tellOwner } from '../../domain/messages/tell-owner';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';

type BindingKind = 'totpBound' | 'totpUnbound' | 'wechatBound' | 'wechatUnbound';

const actions: Readonly<Record<BindingKind, string>> = {
  totpBound: 'bindTotp',
  totpUnbound: 'unbindTotp',
  wechatBound: 'bindWechat',
  wechatUnbound: 'unbindWechat',
};

interface BindingRecord {
  readonly candidateId: number;
  readonly kind: BindingKind;
  readonly origin: Origin;
  /** Where the owner was told of events until now, if that changes. */
  readonly before?: Contact | null;
}

/** Audit entry, mail and messages of a factor that is bound or taken away, in its transaction. */
export async function recordBinding(
  transaction: Knex,
  cipher: Cipher,
  { candidateId, kind, origin, before }: BindingRecord,
): Promise<void> {
  await auditCandidate(transaction, candidateId, origin, actions[kind]);
  await tellOwner(transaction, cipher, {
    candidateId,
    kind,
    at: new Date(wallClock()),
    values: nameOrigin(origin),
    before: before ?? null,
  });
}
