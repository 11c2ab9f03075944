/** Messages on their way to people: each is taken once, in the order they came. */
interface Inbox<Message> {
  /** The oldest message to this address that nobody has taken; waits for it. */
  next(to: string): Promise<Message>;
  /** Where messages have come so far, taken or not, oldest first. */
  readonly addresses: readonly string[];
  /** How many of them to this address. */
  count(to: string): number;
}

/** An inbox and the hand that fills it. */
export interface OpenInbox<Message> extends Inbox<Message> {
  deliver(message: Message): void;
  /** Nothing comes any more: those who wait are told. */
  close(): void;
}

interface Reader<Message> {
  readonly to: string;
  readonly take: (message: Message) => void;
  readonly giveUp: (reason: string) => void;
}

const PATIENCE_MS = 10_000;

/** An inbox for one kind of message, which its errors call by this name. */
export function createInbox<Message extends { readonly to: string }>(
  kind: string,
): OpenInbox<Message> {
  const addresses: string[] = [];
  const readers = new Set<Reader<Message>>();
  let untaken: readonly Message[] = [];
  const count = (to: string) => addresses.filter((address) => address === to).length;

  function wait(to: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        readers.delete(reader);
      };
      const reader: Reader<Message> = {
        to,
        take(message) {
          leave();
          resolve(message);
        },
        giveUp(reason) {
          leave();
          const others = untaken.map((message) => message.to).join(', ') || 'nobody';
          reject(
            new Error(
              `No ${kind} to ${to}: ${reason}. Came and were taken: ${count(to)}. Not taken: to ${others}.`,
            ),
          );
        },
      };
      const timer = setTimeout(
        () => reader.giveUp(`none came within ${PATIENCE_MS / 1000} seconds`),
        PATIENCE_MS,
      );
      readers.add(reader);
    });
  }

  return {
    async next(to) {
      const message = untaken.find((candidate) => candidate.to === to);
      if (message === undefined) return wait(to);
      untaken = untaken.filter((candidate) => candidate !== message);
      return message;
    },
    addresses,
    count,
    deliver(message) {
      addresses.push(message.to);
      const reader = [...readers].find(({ to }) => to === message.to);
      if (reader === undefined) untaken = [...untaken, message];
      else reader.take(message);
    },
    close() {
      for (const reader of readers) reader.giveUp('the inbox was closed');
    },
  };
}
