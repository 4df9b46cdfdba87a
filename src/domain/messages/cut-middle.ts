const HEAD = 400;
const TAIL = 80;
const GAP = '……';

/** A text of more than 500 characters loses its middle: carriers refuse very long messages, and the mail has it whole. */
export function cutMiddle(text: string): string {
  const characters = [...text];
  if (characters.length <= 500) return text;
  return `${characters.slice(0, HEAD).join('')}${GAP}${characters.slice(-TAIL).join('')}`;
}
