import type { MessageGateway } from '../../../src/domain/messages/gateway';
import {
  computeReference,
  createSmppGateway,
  formatValidity,
} from '../../../src/domain/messages/smpp.gateway';
import { cutIntoSms } from '../../../src/domain/messages/smpp-parts';
import { createLoopbackOutbound } from '../../support/outbound';
import { createGate, describeMessage, PHONE } from './outbox';
import { joinParts, type SmppCentre, startSmppCentre } from './smpp-centre';

const SOURCE = '10639639';
const UCS2 = 8;
const THROTTLED = 0x58;
const NO_SUCH_NUMBER = 0x0b;

describe('SMS by SMPP', () => {
  let centre: SmppCentre;
  let gateway: MessageGateway;
  const openGateway = (url: URL, pace = { answerMs: 5000, enquireMs: 60_000 }) =>
    createSmppGateway({ url, source: SOURCE }, createLoopbackOutbound(), pace);

  beforeEach(async () => {
    centre = await startSmppCentre();
    gateway = openGateway(centre.url);
  });
  afterEach(async () => {
    await gateway.close();
    await centre.close();
  });

  it.each([
    ['one character', '好'],
    ['exactly one SMS', '考'.repeat(70)],
    ['one more', '考'.repeat(71)],
    ['a whole notice', '【河南省招生办公室】平行志愿3由6000郑州大学改为6005河南大学，'.repeat(12)],
    ['rare names across every cut', '𫖯䶮㛃阿卜杜·热合曼𠀀'.repeat(40)],
    ['characters of two units only', '𫖯'.repeat(134)],
    ['Latin, digits and signs', 'ABC-123 €“…”【】\n'.repeat(9)],
  ])('carries %s whole', async (_what, text) => {
    const message = describeMessage({ text });
    await gateway.send(message);
    expect(joinParts(centre.submitted)).toBe(text);
    for (const [index, pdu] of centre.submitted.entries()) {
      expect(pdu).toMatchObject({
        source_addr: SOURCE,
        destination_addr: `86${PHONE}`,
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        data_coding: UCS2,
        user_message_reference: computeReference(message.stableId),
        zhiyuan_stable_id: message.stableId,
      });
      const [part] = pdu.short_message.udh ?? [];
      expect(part?.at(-1) ?? 1).toBe(index + 1);
    }
  });

  it('fills no SMS beyond 140 octets, and cuts no character in two', () => {
    const parts = cutIntoSms('考𫖯'.repeat(100), 0xabcd);
    expect(parts.length).toBe(5);
    for (const [index, { octets, hasHeader }] of parts.entries()) {
      expect(hasHeader).toBe(true);
      expect(octets.length).toBeLessThanOrEqual(140);
      expect([...octets.subarray(0, 7)]).toEqual([6, 8, 4, 0xab, 0xcd, 5, index + 1]);
      const firstUnit = octets.readUInt16BE(7);
      expect(firstUnit >= 0xdc00 && firstUnit <= 0xdfff).toBe(false);
    }
    expect(cutIntoSms('考'.repeat(70), 1)).toEqual([{ hasHeader: false, octets: expect.any(Buffer) }]);
  });

  it('sends a repetition under the same reference, so that phone and centre can tell', async () => {
    const message = describeMessage({ text: '考'.repeat(100) });
    await gateway.send(message);
    await gateway.send(message);
    const marks = centre.submitted.map((pdu) => [
      pdu.zhiyuan_stable_id,
      pdu.short_message.udh?.[0]?.toString('hex'),
    ]);
    expect(marks.slice(2)).toEqual(marks.slice(0, 2));
  });

  it('binds once for many messages at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_none, index) => gateway.send(describeMessage({ text: `${index}` }))),
    );
    expect(centre.submitted).toHaveLength(20);
    expect(centre.commands.filter((command) => command === 'bind_transceiver')).toHaveLength(1);
  });

  it('limits how long the centre keeps a code', () => {
    expect(formatValidity(120)).toBe('000000000200000R');
    expect(formatValidity(90_061)).toBe('000001010101000R');
    expect(formatValidity(null)).toBe('');
  });

  it.each([
    [THROTTLED, false],
    [NO_SUCH_NUMBER, true],
  ])('names the status 0x%s of a refusal', async (status, final) => {
    centre.status = status;
    const code = `smpp status 0x${status.toString(16).padStart(8, '0')}`;
    await expect(gateway.send(describeMessage())).rejects.toMatchObject({ code, final });
    centre.status = 0;
    await gateway.send(describeMessage());
  });

  it('is refused with a wrong password, naming no password', async () => {
    const url = new URL(centre.url);
    url.password = 'wrong';
    const wrong = openGateway(url);
    await expect(wrong.send(describeMessage())).rejects.toMatchObject({ code: 'smpp status 0x0000000e' });
  });

  it('fails while nobody listens, and connects once somebody does', async () => {
    await gateway.send(describeMessage());
    const { url } = centre;
    await centre.close();
    await expect(gateway.send(describeMessage())).rejects.toMatchObject({
      code: expect.stringMatching(/^smpp (closed|ECONNREFUSED)$/),
    });
    await expect(gateway.send(describeMessage())).rejects.toMatchObject({ code: 'smpp ECONNREFUSED' });
    expect(url.port).not.toBe('');
  });

  it('connects anew after the centre has dropped the connection', async () => {
    await gateway.send(describeMessage());
    const [session] = centre.connections();
    const dropped = createGate();
    session?.on('close', () => dropped.open());
    session?.destroy();
    await dropped.passed;
    await gateway.send(describeMessage()).catch(() => gateway.send(describeMessage()));
    expect(centre.submitted).toHaveLength(2);
  });

  it('takes silence for a failure', async () => {
    const impatient = openGateway(centre.url, { answerMs: 100, enquireMs: 60_000 });
    centre.status = null;
    await expect(impatient.send(describeMessage())).rejects.toMatchObject({
      code: 'smpp silent',
      final: false,
    });
    centre.status = 0;
    await impatient.send(describeMessage());
    await impatient.close();
  });

  it('asks whether the centre lives, and leaves one that does not', async () => {
    const watchful = openGateway(centre.url, { answerMs: 100, enquireMs: 20 });
    await watchful.send(describeMessage());
    const [session] = centre.connections();
    const left = createGate();
    session?.on('close', () => left.open());
    centre.alive = false;
    await left.passed;
    expect(centre.commands).toContain('enquire_link');
    centre.alive = true;
    await watchful.send(describeMessage());
    expect(centre.submitted).toHaveLength(2);
    await watchful.close();
  });

  it('answers what the centre asks, and takes its leave', async () => {
    await gateway.send(describeMessage());
    const [session] = centre.connections();
    const answered = createGate();
    session?.enquire_link(() => answered.open());
    await answered.passed;
    await gateway.close();
    expect(centre.commands.at(-1)).toBe('unbind');
  });

  it('carries SMS alone', async () => {
    const wrong = describeMessage({ channel: 'wechat' });
    await expect(gateway.send(wrong)).rejects.toMatchObject({ final: true });
  });
});
