import type { AnyStateMachine, SnapshotFrom } from 'xstate';
import type { AddThreepidEvent } from './add/context.ts';
import type { addThreepidMachine } from './add/machine.ts';
import type { addAuthMachine } from './add/setup.ts';
import type { InteractiveAuthEvent } from './interactive-auth/machine.ts';
import type { ThreepidsEvent } from './list/context.ts';
import type { threepidsMachine } from './list/machine.ts';
import type { RemoveThreepidEvent, removeThreepidMachine } from './remove/machine.ts';

/** The ids of a machine and all its states: `threepids.ready.settled`. */
type StateIds<Machine extends AnyStateMachine> = keyof ReturnType<SnapshotFrom<Machine>['getMeta']>;

type DelaysOf<Machine extends AnyStateMachine> = keyof NonNullable<
  Parameters<Machine['provide']>[0]['delays']
>;

/** The descriptions of a machine. A missing or unknown state, event or delay does not compile. */
export interface MachineDescription<
  Machine extends AnyStateMachine,
  Event extends { readonly type: string },
> {
  /** By the state's id. The machine's own id has one for the machine. */
  readonly states: { readonly [Id in StateIds<Machine>]: string };
  /** When each event is sent. Events that XState creates have none. */
  readonly events: { readonly [Type in Event['type']]: string };
  /** What each delay is for. The default is in the machine. */
  readonly delays: { readonly [Delay in DelaysOf<Machine>]-?: string };
}

const REQUEST_TIMEOUT = 'How long the machine waits for a response.';

const threepids: MachineDescription<typeof threepidsMachine, ThreepidsEvent> = {
  states: {
    threepids:
      "The account's email addresses and phone numbers. Reads them, starts an actor for each one that is added or removed, and reads them again when an actor ends.",
    'threepids.idle':
      'No component has opened the list yet. Makes no request, so that a server may render it and a component may mount twice.',
    'threepids.loading':
      'Reads the list and the capabilities for the first time, or again after a failure. Then starts an addition for each stored validation whose address is not on the account.',
    'threepids.loading.requesting':
      'The request is in progress. If the homeserver already sent the capabilities, only the list is requested.',
    'threepids.loading.backingOff':
      'The request failed and its outcome is unknown. Waits, then retries: once if the capabilities are unknown too, twice otherwise. A refusal, a timeout or disabled changes are never retried.',
    'threepids.failed': 'The list could not be read. The user can try again.',
    'threepids.ready': 'The list is read and may be changed here.',
    'threepids.ready.settled': 'No request for the list is in progress.',
    'threepids.ready.reading':
      'Reads the list again, because the user wants it or a component was mounted. The old list stays visible.',
    'threepids.ready.reading.requesting': 'The request is in progress.',
    'threepids.ready.reading.backingOff':
      'The request failed and its outcome is unknown. Waits, then retries, twice at most.',
    'threepids.ready.stale':
      'The list may differ from what is shown: a flow has ended, or the list could not be read.',
    'threepids.ready.stale.reading':
      'Reads the list again. Makes one request, because the flow that ended has made some already.',
    'threepids.ready.stale.waiting':
      'The list could not be read, and the user sees why. It is read again every 30 seconds, four times at most, when the user comes back to the page, and with the next addition or removal.',
    'threepids.unavailable':
      'The list cannot be changed here: the homeserver allows no changes, or the account is managed on another page. It stays readable.',
    'threepids.unavailable.settled':
      'No request is in progress. When the user comes back to the page, the list is read again, because they may have changed it elsewhere.',
    'threepids.unavailable.reading':
      'Reads the list again, and the capabilities unless a flow has just shown that changes are refused. The old list stays visible.',
    'threepids.unavailable.reading.requesting': 'The request is in progress.',
    'threepids.unavailable.reading.backingOff':
      'The request failed and its outcome is unknown. Waits, then retries like `loading.backingOff`.',
  },
  events: {
    'list.open':
      'A component was mounted. The adapters send it. Ignored while the list is being read.',
    'list.read': 'The user wants the list read again.',
    'page.return': 'The user comes back to the page, or the network comes back.',
    'threepid.add': 'The user wants to add a threepid. Carries the medium.',
    'threepid.remove':
      'The user wants to remove a threepid. Ignored if it is not on the list or is being removed.',
  },
  delays: {
    requestTimeout: REQUEST_TIMEOUT,
    staleInterval: 'Before a stale list is read again.',
    retryDelay:
      'Before an automatic retry. `provide.ts` doubles it with each retry and adds up to 50 percent at random.',
  },
};

const addThreepid: MachineDescription<typeof addThreepidMachine, AddThreepidEvent> = {
  states: {
    addThreepid:
      'Adds one email address or phone number. The homeserver sends a token to it, the user proves that they read it and who they are, and the homeserver adds it.',
    'addThreepid.editing':
      'The user enters the address. The same address again needs no second message. Another address gets a new client secret.',
    'addThreepid.requestingToken': 'Requests the first mail or text message.',
    'addThreepid.requestingToken.requesting': 'The request is in progress.',
    'addThreepid.requestingToken.backingOff':
      'The request for a mail failed and its outcome is unknown. Waits, then repeats the same request, twice at most. A request for a text message is never repeated, because each one sends another message.',
    'addThreepid.validating':
      'Waits for the user, who proves that they read the address. The validation is stored if the app allows it.',
    'addThreepid.validating.proof': 'How the user proves the address.',
    'addThreepid.validating.proof.waitingForLink':
      'The user opens the link in the mail, then says so. Also decides on entry whether a token is needed or polling can start.',
    'addThreepid.validating.proof.enteringToken':
      'The user enters the token of the mail or text message.',
    'addThreepid.validating.proof.polling':
      'The user has authenticated, so `/add` with the interactive auth session shows whether they opened the link. Then the address is added automatically.',
    'addThreepid.validating.proof.polling.waiting':
      'Waits for the next check, or for the user to come back to the page.',
    'addThreepid.validating.proof.polling.requesting':
      'Sends `/add`. A response that still misses the link leads back to `waiting`.',
    'addThreepid.validating.proof.polling.requesting.silent':
      'The check is automatic, so the screen does not change and all commands stay possible.',
    'addThreepid.validating.proof.polling.requesting.visible':
      'The user has continued during the check, so the screen shows that request. No second one is sent.',
    'addThreepid.validating.resend':
      'Runs in parallel to `proof`: when another mail or text message may be requested.',
    'addThreepid.validating.resend.coolingDown':
      'Not yet. The wait is 30, 40, 60, 90 and then 120 seconds after each message, or as long as the homeserver requires.',
    'addThreepid.validating.resend.ready': 'The user may request another message.',
    'addThreepid.validating.resend.spent':
      'Five more messages were sent to this address, which is the limit.',
    'addThreepid.resendingToken': 'Requests another mail or text message.',
    'addThreepid.resendingToken.requesting': 'The request is in progress.',
    'addThreepid.resendingToken.backingOff': 'Like `requestingToken.backingOff`.',
    'addThreepid.submittingToken': 'Submits the token that the user entered.',
    'addThreepid.submittingToken.requesting': 'The request is in progress.',
    'addThreepid.submittingToken.backingOff':
      'The request failed and its outcome is unknown. Waits, then submits the same token again, twice at most.',
    'addThreepid.validated':
      'The homeserver accepted the token, and `/add` failed or was cancelled. The user continues with one click.',
    'addThreepid.adding':
      'Sends `/add` through `interactiveAuth`, which authenticates the user when the homeserver requires it.',
    'addThreepid.adding.requesting': '`/add` is in progress and needs nothing from the user.',
    'addThreepid.adding.authenticating':
      '`interactiveAuth` waits for the user. Its view is the screen.',
    'addThreepid.adding.submitting': '`/add` is in progress with a proof that the user gave.',
    'addThreepid.reconciling':
      'Only the list shows what happened: the outcome of `/add` is unknown, or the address is in use, perhaps by this account.',
    'addThreepid.reconciling.reading': 'Reads the list.',
    'addThreepid.reconciling.uncertain':
      'The list could not be read either. Every way on reads it first, so that no address is added twice.',
    'addThreepid.cancelling':
      'The user cancelled while `/add` was in progress. Reads the list to find out whether the address was added.',
    'addThreepid.added': 'The address is on the account. The stored validation is deleted.',
    'addThreepid.cancelled': 'The user cancelled. The stored validation is deleted.',
    'addThreepid.unavailable':
      'The user cancelled after the homeserver refused all changes. The list becomes `unavailable`.',
    'addThreepid.unsettled':
      'The user cancelled, and it is unknown whether the address was added. The list machine reads the list again.',
  },
  events: {
    'address.submit': 'The user submits the form. Carries the address and the country as typed.',
    'address.edit': 'The user wants to change the address.',
    'token.submit': 'The user submits the token. Carries it as a `Secret`.',
    'token.resend': 'The user wants another mail or text message.',
    'validation.continue':
      'The user says that they opened the link, or continues after an accepted token.',
    'validation.resume':
      'The list machine continues a stored validation. Sent once, right after the start.',
    'flow.cancel':
      'The user cancels. Possible in every state except `cancelling` and the final states.',
    'page.return': 'The user comes back to the page, or the network comes back.',
    'list.change': 'The list machine has read the list. Carries it.',
  },
  delays: {
    requestTimeout: REQUEST_TIMEOUT,
    retryDelay:
      'Before an automatic retry. `provide.ts` doubles it with each retry and adds up to 50 percent at random. A mail is retried after ten times as long, because Synapse may still be sending the first one.',
    pollInterval:
      'Between two automatic checks whether the user opened the link. 2, 3, 5, 8, 13 and 20 seconds at first, then 30. After 24 checks, which take ten minutes, only the user coming back to the page starts one.',
  },
};

const interactiveAuth: MachineDescription<typeof addAuthMachine, InteractiveAuthEvent> = {
  states: {
    interactiveAuth:
      'Makes one request and authenticates the user when the homeserver responds with 401 and the stages it requires.',
    'interactiveAuth.starting':
      'Starts with the challenge of the input if it has one, or else with the request.',
    'interactiveAuth.requesting':
      'The request is in progress and needs nothing from the user: the first one, one with `m.login.dummy`, or one with a completed session.',
    'interactiveAuth.routing': 'Decides which screen the latest challenge leads to.',
    'interactiveAuth.choosingStage':
      'The homeserver offers several stages. The user chooses one; the password is first.',
    'interactiveAuth.startingStage': 'Starts the stage that the user chose.',
    'interactiveAuth.password': 'The stage `m.login.password`.',
    'interactiveAuth.password.entering': 'The user enters the password.',
    'interactiveAuth.password.submitting':
      'The request is in progress with the password, which exists only in this request.',
    'interactiveAuth.fallback': 'The user does the stage on a page, in a window of its own.',
    'interactiveAuth.fallback.unopened': 'The page is not open yet.',
    'interactiveAuth.fallback.opened': 'The app has opened the page. Leaving this state closes it.',
    'interactiveAuth.fallback.left':
      'The page may not have opened, or the homeserver does not see the stage as completed. The user can open the page again or say that they have finished.',
    'interactiveAuth.fallback.checking':
      'The request is in progress with the session alone. The homeserver knows what the user did on the page.',
    'interactiveAuth.appStage':
      'The app does the stage with its handler in `authStages`, such as a captcha.',
    'interactiveAuth.appStage.running': 'The handler runs. Leaving this state aborts its signal.',
    'interactiveAuth.appStage.failed':
      'The handler failed, or the homeserver did not accept its result. It runs again only when the user retries.',
    'interactiveAuth.appStage.submitting':
      "The request is in progress with the handler's result, which exists only in this request.",
    'interactiveAuth.unsupported':
      'No stage of the challenge is possible here, or the homeserver keeps asking whatever it gets.',
    'interactiveAuth.settled': 'The endpoint itself responded. The output has its result.',
    'interactiveAuth.refused': 'The request failed. The output has the problem and the progress.',
    'interactiveAuth.cancelled': 'The user left authentication while no request was in progress.',
    'interactiveAuth.interrupted':
      'The user left during a request, which may have been carried out.',
  },
  events: {
    'auth.choose': 'The user chooses a stage. Ignored if the homeserver does not offer it.',
    'auth.submit': 'The user submits the password. Carries it as a `Secret`.',
    'auth.open':
      'The user opens the page of the stage. Sent by the click itself, or browsers block the window.',
    'auth.finish':
      'The page reports that it is done, its window was closed, or the user says that they have finished.',
    'auth.retry': "The user wants the app's handler to run again.",
    'auth.cancel':
      'The user goes back: to the choice of stages if the homeserver offers several, or else out of authentication.',
    'popup.block': 'The browser may not have opened the page.',
  },
  delays: { requestTimeout: REQUEST_TIMEOUT },
};

const removeThreepid: MachineDescription<typeof removeThreepidMachine, RemoveThreepidEvent> = {
  states: {
    removeThreepid:
      'Removes one threepid. The endpoint has no interactive auth, so the user confirms. Homeservers respond with 200 for removing nothing, so the list decides whether it is gone.',
    'removeThreepid.confirming': 'The user confirms the removal, or reads why it failed.',
    'removeThreepid.removing': 'Requests the removal.',
    'removeThreepid.reconciling':
      'Reads the list. If the threepid is still on it, the user confirms again. If the list cannot be read, the response to the removal decides.',
    'removeThreepid.uncertain':
      'Neither the response to the removal nor the list is known. Every way on reads the list first.',
    'removeThreepid.cancelling':
      'The user cancelled while the removal was in progress. Reads the list to find out whether the threepid was removed.',
    'removeThreepid.removed':
      'The threepid is gone. The output has the list if it was read, and whether the identity server removed its binding.',
    'removeThreepid.cancelled': 'The user cancelled, and the threepid is still on the account.',
    'removeThreepid.unavailable':
      'The user cancelled after the homeserver refused all changes. The list becomes `unavailable`.',
    'removeThreepid.unsettled':
      'The user cancelled, and it is unknown whether the threepid was removed. The list machine reads the list again.',
  },
  events: {
    'removal.confirm': 'The user confirms.',
    'flow.cancel': 'The user cancels.',
    'list.change': 'The list machine has read the list. Carries it.',
  },
  delays: { requestTimeout: REQUEST_TIMEOUT },
};

/** The descriptions of the machines, by the machine's id. */
export const descriptions = { threepids, addThreepid, interactiveAuth, removeThreepid };
