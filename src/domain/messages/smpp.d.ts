/** The part of the package that is used here. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { LookupFunction, Server as NetServer, Socket } from 'node:net';

  export interface Pdu {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    isResponse(): boolean;
    response(options?: { readonly command_status?: number; readonly message_id?: string }): Pdu;
  }

  export interface BindTransceiver {
    readonly system_id: string;
    readonly password: string;
    readonly system_type?: string;
    readonly interface_version?: number;
  }

  export interface SubmitSm {
    readonly source_addr_ton?: number;
    readonly source_addr_npi?: number;
    readonly source_addr: string;
    readonly dest_addr_ton?: number;
    readonly dest_addr_npi?: number;
    readonly destination_addr: string;
    readonly esm_class: number;
    readonly validity_period?: string;
    readonly registered_delivery?: number;
    readonly data_coding: number;
    /** User data header and text as they go over the air. */
    readonly short_message: Buffer;
    readonly user_message_reference?: number;
    readonly zhiyuan_stable_id?: string;
  }

  type Answer = (response: Pdu) => void;

  export class Session extends EventEmitter {
    readonly socket: Socket;
    send(pdu: Pdu): boolean;
    bind_transceiver(fields: BindTransceiver, answer: Answer): boolean;
    submit_sm(fields: SubmitSm, answer: Answer): boolean;
    enquire_link(answer: Answer): boolean;
    unbind(answer: Answer): boolean;
    close(): void;
    destroy(): void;
  }

  export class Server extends NetServer {
    readonly sessions: readonly Session[];
  }

  export function connect(
    options: {
      readonly host: string;
      readonly port: number;
      readonly tls: boolean;
      readonly lookup: LookupFunction;
    },
    connected: () => void,
  ): Session;
  export function createServer(listener: (session: Session) => void): Server;
  export function addTLV(tag: string, options: { readonly id: number; readonly type: unknown }): void;
  export const types: { readonly tlv: { readonly string: unknown; readonly cstring: unknown } };
}
