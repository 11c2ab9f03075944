/** Messages that were sent to users. A test reads each message once, in the order of arrival. */
export interface Inbox<Message> {
  /** Takes the oldest unread message to this address; waits for one if there is none. */
  next(to: string): Promise<Message>;
  /** The recipients of all messages so far, read or unread, oldest first. */
  readonly addresses: readonly string[];
  /** How many messages were sent to this address so far. */
  count(to: string): number;
  deliver(message: Message): void;
  /** Rejects all pending waits, because no message arrives any more. */
  close(): void;
}

interface Waiter<Message> {
  readonly to: string;
  readonly resolve: (message: Message) => void;
  readonly reject: (reason: string) => void;
}

const TIMEOUT_MS = 10_000;

/** Creates an inbox for one kind of message. `kind` appears in its errors. */
export function createInbox<Message extends { readonly to: string }>(kind: string): Inbox<Message> {
  const addresses: string[] = [];
  const waiters = new Set<Waiter<Message>>();
  let unread: readonly Message[] = [];
  const count = (to: string) => addresses.filter((address) => address === to).length;

  function wait(to: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        waiters.delete(waiter);
      };
      const waiter: Waiter<Message> = {
        to,
        resolve(message) {
          stop();
          resolve(message);
        },
        reject(reason) {
          stop();
          const others = unread.map((message) => message.to).join(', ') || 'none';
          reject(
            new Error(
              `No ${kind} to ${to}: ${reason}. Already read: ${count(to)}. Unread messages to: ${others}.`,
            ),
          );
        },
      };
      const timer = setTimeout(
        () => waiter.reject(`none arrived within ${TIMEOUT_MS / 1000} seconds`),
        TIMEOUT_MS,
      );
      waiters.add(waiter);
    });
  }

  return {
    async next(to) {
      const message = unread.find((candidate) => candidate.to === to);
      if (message === undefined) return wait(to);
      unread = unread.filter((candidate) => candidate !== message);
      return message;
    },
    addresses,
    count,
    deliver(message) {
      addresses.push(message.to);
      const waiter = [...waiters].find(({ to }) => to === message.to);
      if (waiter === undefined) unread = [...unread, message];
      else waiter.resolve(message);
    },
    close() {
      for (const waiter of waiters) waiter.reject('the inbox was closed');
    },
  };
}
