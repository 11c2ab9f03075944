import type { AddThreepidOutput } from '../add/context.ts';
import type { ListedThreepid, Refusal, UnbindResult } from '../homeserver/homeserver.ts';
import type { Problem } from '../homeserver/problem.ts';
import type { PendingValidation } from '../pending/pending-validation.ts';
import type { RemoveThreepidOutput } from '../remove/machine.ts';
import type { Medium, Threepid } from '../threepid.ts';

export interface AccountRequest {
  /** Whether the homeserver allows changes, if that is known already; null requests it. */
  readonly mayChange: boolean | null;
  /** What counts if the homeserver does not say. */
  readonly assumed: boolean;
}

/** The account's list, and whether it may be changed here. */
export type AccountResponse =
  | {
      readonly type: 'read';
      readonly threepids: readonly ListedThreepid[];
      readonly mayChange: boolean;
      /** URL of the page that manages the account; null if unknown. */
      readonly accountManagementUrl: string | null;
      /** Validations that survived a reload. */
      readonly pending: readonly PendingValidation[];
    }
  /** The list was refused. `mayChange` is what the homeserver said about changes; null for nothing. */
  | (Refusal & { readonly mayChange: boolean | null });

/** What was added or removed last, to tell the user. */
export type Notice =
  | { readonly type: 'added'; readonly medium: Medium; readonly address: string }
  | {
      readonly type: 'removed';
      readonly threepid: Threepid;
      readonly unbindResult: UnbindResult | null;
    };

/** Contains the user id, so that element ids differ between the lists of two accounts. */
export type AdditionId = `add-${string}`;
export type RemovalId = `remove-${string}`;

export interface ThreepidsContext {
  readonly userId: string;
  readonly threepids: readonly ListedThreepid[];
  /** The ids of the actors that add, oldest first. */
  readonly additions: readonly AdditionId[];
  /** The ids of the actors that remove, with what they remove. */
  readonly removals: readonly { readonly id: RemovalId; readonly threepid: Threepid }[];
  /** The number of the next actor, which makes its id unique. */
  readonly nextId: number;
  /** Whether the homeserver allows changes; null until it has said so. */
  readonly mayChange: boolean | null;
  /** Attempts of the request that is retried automatically, since its state was entered. */
  readonly attempts: number;
  readonly accountManagementUrl: string | null;
  readonly notice: Notice | null;
  readonly problem: Problem | null;
}

export interface ThreepidsInput {
  /** The account's full Matrix user id. */
  readonly userId: string;
}

export type ThreepidsEvent =
  /** A component was mounted: reads the list, unless it is being read. */
  | { readonly type: 'list.open' }
  | { readonly type: 'list.read' }
  /** The user came back to the page, or the network came back. */
  | { readonly type: 'page.return' }
  | { readonly type: 'threepid.add'; readonly medium: Medium }
  | { readonly type: 'threepid.remove'; readonly threepid: Threepid };

export type FlowOutput = AddThreepidOutput | RemoveThreepidOutput;

/** XState's event when the actor of an addition or a removal ends. */
export type FlowEndEvent =
  | {
      readonly type: `xstate.done.actor.${string}`;
      readonly actorId: string;
      readonly output: FlowOutput;
    }
  | { readonly type: `xstate.error.actor.${string}`; readonly actorId: string };
