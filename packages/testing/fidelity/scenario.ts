import { converse, type Conversation } from './conversation.ts';
import type { JsonObject } from './json.ts';
import type { Subject } from './subject.ts';

/** What is asked of a homeserver in one go, with accounts and addresses that no other scenario has. */
export interface Scenario {
  /** Also the name of the file that holds what was answered. */
  readonly name: string;
  readonly perform: (conversation: Conversation, subject: Subject) => Promise<void>;
}

/** What each step of the scenario brought. */
export async function perform(scenario: Scenario, subject: Subject): Promise<JsonObject> {
  const conversation = converse(subject);
  await scenario.perform(conversation, subject);
  return conversation.steps;
}
