import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';

export type TicketOutcome = 'bound' | 'taken' | 'refused';

/** A QR code by which one session's candidate binds WeChat. */
export interface WechatTicket {
  readonly candidateId: number;
  readonly factors: string;
  readonly origin: Origin;
}

const hash = (scene: string) => createHash('sha256').update(scene).digest();

export async function insertTicket(
  db: Knex,
  scene: string,
  ticket: WechatTicket & { readonly sessionId: string; readonly expiresAt: Date },
): Promise<void> {
  await db('wechat_tickets').insert({
    scene_hash: hash(scene),
    candidate_id: ticket.candidateId,
    session_id: ticket.sessionId,
    factors: ticket.factors,
    address: ticket.origin.address,
    device: ticket.origin.device,
    expires_at: ticket.expiresAt,
  });
}

/** The ticket of a scene, as long as it serves: not used, not expired, its session still the candidate's. */
export async function findServingTicket(db: Knex, scene: string): Promise<WechatTicket | null> {
  const row = await db('wechat_tickets')
    .join('credentials', (join) =>
      join
        .on('credentials.candidate_id', 'wechat_tickets.candidate_id')
        .andOn('credentials.session_id', 'wechat_tickets.session_id'),
    )
    .where('scene_hash', hash(scene))
    .whereNull('used_at')
    .andWhereRaw('expires_at > clock_timestamp()')
    .first({
      candidateId: 'wechat_tickets.candidate_id',
      factors: 'factors',
      address: 'address',
      device: 'device',
    });
  if (row === undefined) return null;
  const { candidateId, factors, address, device } = row;
  return { candidateId, factors, origin: { address, device } };
}

/** Uses a ticket up. @returns how many rows changed: 0 when another scan was faster. */
export async function useTicket(db: Knex, scene: string, outcome: TicketOutcome): Promise<number> {
  return db('wechat_tickets')
    .where({ scene_hash: hash(scene) })
    .whereNull('used_at')
    .update({ used_at: db.raw('clock_timestamp()'), outcome });
}

/** What became of a ticket; null while it waits for its scan. */
export async function findTicketOutcome(db: Knex, scene: string): Promise<TicketOutcome | null> {
  const row = await db('wechat_tickets')
    .where({ scene_hash: hash(scene) })
    .first('outcome');
  return row?.outcome ?? null;
}
