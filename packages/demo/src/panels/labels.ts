import type { Fault, HomeserverHabit } from '@threepid/testing/journeys';

/** How the controls name what happens to the next request. */
export const faultLabels: Readonly<Record<Fault, string>> = {
  fails: 'fails (500)',
  'never arrives': 'never arrives',
  'arrives, but its answer does not': 'arrives, but its response is lost',
  'waits for ever': 'gets no response',
  'needs the password again': 'asks for the password again (401)',
};

/** How the controls name what the homeserver does. */
export const habitLabels: Readonly<Record<HomeserverHabit, string>> = {
  'sends no mail': "doesn't send email",
  'sends no text messages': "doesn't send text messages",
  'keeps to itself who has an address': "doesn't say if an address is in use",
  'starts over after a wrong password': 'starts a new session after a wrong password',
  'takes no passwords': "doesn't accept passwords",
  'allows no changes': "doesn't allow changes",
  'manages accounts elsewhere': 'manages accounts on another website',
  'offers single sign-on': 'offers single sign-on',
  'wants single sign-on after the password': 'requires single sign-on after the password',
  'wants a captcha before the password': 'requires a captcha before the password',
  'wants what no client knows': 'requires a step that no app supports',
  'wants a dummy stage after the password': 'requires a dummy stage after the password',
  'wants a dummy stage alone': 'requires only a dummy stage',
  'refuses a wrong password without asking again': "doesn't ask again after a wrong password",
  'never asks who is there': "never asks you to confirm it's you",
  'asks for ever who is there': "keeps asking you to confirm it's you",
};
