import { SaxesParser } from 'saxes';
import { FileRefused } from './file-refusal';
import { MAX_SILENCE, MAX_XML_DEPTH } from './limits';

/** What is told of an element. Names come without their prefix. */
export interface XmlListener {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

const withoutPrefix = (name: string) => name.slice(name.indexOf(':') + 1);

/**
 * Parses XML as it streams and gives control back after every piece of it. A document type, and with it entities of its
 * own, is no part of a spreadsheet: it is refused as damage, as are elements too deep within one another and names,
 * comments and texts without an end.
 * @throws FileRefused damaged
 */
export async function* parseXml(stream: AsyncIterable<Buffer>, listener: XmlListener): AsyncIterable<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser();
  let depth = 0;
  let silent = 0;
  parser.on('opentag', (tag) => {
    silent = 0;
    depth += 1;
    if (depth > MAX_XML_DEPTH) throw new FileRefused('damaged');
    listener.open(withoutPrefix(tag.name), tag.attributes);
  });
  parser.on('text', (text) => listener.text(text));
  parser.on('cdata', (text) => listener.text(text));
  parser.on('closetag', (tag) => {
    silent = 0;
    depth -= 1;
    listener.close(withoutPrefix(tag.name));
  });
  parser.on('doctype', () => {
    throw new FileRefused('damaged');
  });
  parser.on('error', (error) => {
    throw error;
  });
  for await (const chunk of stream) {
    silent += chunk.length;
    if (silent > MAX_SILENCE) throw new FileRefused('damaged');
    feed(() => parser.write(decoder.decode(chunk, { stream: true })));
    yield;
  }
  feed(() => parser.close());
}

function feed(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused('damaged');
  }
}

/** Parses a small document whole. */
export async function readXml(stream: AsyncIterable<Buffer>, listener: Partial<XmlListener>): Promise<void> {
  const { open = ignore, text = ignore, close = ignore } = listener;
  for await (const _piece of parseXml(stream, { open, text, close }));
}

function ignore(): void {}
