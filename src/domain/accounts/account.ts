import type { DocumentKind } from '../../rules/identity/identity-document';

export type AccountStatus = 'unproved' | 'active' | 'suspended' | 'cancelled';

/** 学信网账号. Personal data stays sealed until somebody needs it. */
export interface Account {
  readonly id: number;
  readonly userName: string;
  readonly status: AccountStatus;
  /** Null until the account has proved whose it is. */
  readonly personId: number | null;
  readonly documentKind: DocumentKind;
  readonly identityIndex: Buffer;
  readonly identityCipher: Buffer;
  /** 姓名, as it was registered. */
  readonly name: string;
  readonly phoneCipher: Buffer;
  readonly phoneIndex: Buffer;
  readonly emailCipher: Buffer | null;
  readonly emailIndex: Buffer | null;
  /** Null: a code to the mailbox has not come back yet. */
  readonly emailBoundAt: Date | null;
  readonly passwordHash: string;
  readonly createdAt: Date;
  /** The asked-for 注销 is carried out then, unless it is taken back. */
  readonly closesAt: Date | null;
}

export const accountColumns = {
  id: 'id',
  userName: 'user_name',
  status: 'status',
  personId: 'person_id',
  documentKind: 'document_kind',
  identityIndex: 'identity_index',
  identityCipher: 'identity_cipher',
  name: 'name',
  phoneCipher: 'phone_cipher',
  phoneIndex: 'phone_index',
  emailCipher: 'email_cipher',
  emailIndex: 'email_index',
  emailBoundAt: 'email_bound_at',
  passwordHash: 'password_hash',
  createdAt: 'created_at',
  closesAt: 'closes_at',
} as const satisfies Readonly<Record<keyof Account, string>>;
