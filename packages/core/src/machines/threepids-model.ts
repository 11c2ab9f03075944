import type { Medium, Threepid } from '../address.ts';
import type { ListedThreepid, Refusal, UnbindResult } from '../homeserver/port.ts';
import type { Problem } from '../homeserver/problem.ts';
import type { PendingValidation } from '../pending/pending-validation.ts';
import type { AddThreepidOutput } from './add-threepid-model.ts';
import type { RemoveThreepidOutput } from './remove-threepid.ts';

export interface AccountQuestion {
  /** What the homeserver has said of changes; null where it is to be asked. */
  readonly mayChange: boolean | null;
  /** What counts where it does not say. */
  readonly assumed: boolean;
}

/** What the account holds, and whether it may be changed here. */
export type AccountAnswer =
  | {
      readonly type: 'read';
      readonly threepids: readonly ListedThreepid[];
      readonly mayChange: boolean;
      /** Where it may be changed instead: an address to open; null where there is none. */
      readonly accountManagementUrl: string | null;
      /** Validations that outlived their page. */
      readonly pending: readonly PendingValidation[];
    }
  /** What the homeserver said of changes all the same; null where it did not say. */
  | (Refusal & { readonly mayChange: boolean | null });

/** What ended last, for a person to be told. */
export type Notice =
  | { readonly type: 'added'; readonly medium: Medium; readonly address: string }
  | {
      readonly type: 'removed';
      readonly threepid: Threepid;
      readonly unbindResult: UnbindResult | null;
    };

export type AdditionId = `add-${number}`;
export type RemovalId = `remove-${number}`;

export interface ThreepidsContext {
  readonly userId: string;
  readonly threepids: readonly ListedThreepid[];
  /** The ids of the actors that add, oldest first. */
  readonly additions: readonly AdditionId[];
  /** The ids of the actors that remove, with what they remove. */
  readonly removals: readonly { readonly id: RemovalId; readonly threepid: Threepid }[];
  /** How many of both there have been: what makes their ids differ. */
  readonly count: number;
  /** What the homeserver said of changes; null where it is to be asked with the list. */
  readonly mayChange: boolean | null;
  /** How often the list was asked for since somebody wanted it read; as good as spent where a flow ended, so that it is read once. */
  readonly requests: number;
  readonly accountManagementUrl: string | null;
  readonly notice: Notice | null;
  readonly problem: Problem | null;
}

export interface ThreepidsInput {
  /** The account's full Matrix user id. */
  readonly userId: string;
}

export type ThreepidsEvent =
  /** Somebody looks, for the first time or once more: the list is read, unless it is being read. */
  | { readonly type: 'list.open' }
  | { readonly type: 'list.read' }
  /** The person came back to the page, or the network came back. */
  | { readonly type: 'page.return' }
  | { readonly type: 'threepid.add'; readonly medium: Medium }
  | { readonly type: 'threepid.remove'; readonly threepid: Threepid };

/** What an addition or a removal came to. */
export type FlowOutput = AddThreepidOutput | RemoveThreepidOutput;

/** What XState tells when the actor of one ends. */
export type FlowEndEvent =
  | {
      readonly type: `xstate.done.actor.${string}`;
      readonly actorId: string;
      readonly output: FlowOutput;
    }
  | { readonly type: `xstate.error.actor.${string}`; readonly actorId: string };
