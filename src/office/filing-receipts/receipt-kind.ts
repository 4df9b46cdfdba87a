/** What can be noted of a paper: stamped and filed the form, received the 承诺书 that it asks for. */
export const receiptKinds = ['stamped', 'filed', 'undertaking'] as const;

export type ReceiptKind = (typeof receiptKinds)[number];

export const receiptNames: Readonly<Record<ReceiptKind, string>> = {
  stamped: '已盖章',
  filed: '已归档',
  undertaking: '承诺书已收',
};

export function findReceiptKind(text: string): ReceiptKind | null {
  return receiptKinds.find((kind) => kind === text) ?? null;
}
