import { randomLetters, type Environment } from './environment.ts';
import { matrixError } from './errors.ts';

/** An email address or a phone number, in canonical form. */
export interface Threepid {
  readonly medium: 'email' | 'msisdn';
  readonly address: string;
}

/** A threepid of an account. Times are in milliseconds since the epoch. */
export interface AccountThreepid extends Threepid {
  readonly validatedAt: number;
  readonly addedAt: number;
}

/** A signed-in client of an account. */
export interface Device {
  readonly userId: string;
  readonly deviceId: string;
  readonly accessToken: string;
}

/** How an account can authenticate. */
export interface Credentials {
  /** Null if the account has no password. */
  readonly password: string | null;
  /** Whether the account can use single sign-on. By default false. */
  readonly usesSingleSignOn?: boolean;
}

interface Account {
  password: string | null;
  readonly usesSingleSignOn: boolean;
  locked: boolean;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** The accounts, their devices and their threepids. */
export function createAccounts({ clock, random, serverName }: Environment) {
  const accounts = new Map<string, Account>();
  const devices = new Map<string, Device & { expired: boolean }>();
  // By `keyOf`: a threepid belongs to one account, the last that added it.
  const threepids = new Map<string, AccountThreepid & { userId: string }>();
  const bindings = new Set<string>();

  function fullUserId(user: string): string {
    return user.startsWith('@') ? user : `@${user}:${serverName}`;
  }

  function accountOf(user: string): Account {
    const account = accounts.get(fullUserId(user));
    if (account === undefined) throw new Error(`No account ${fullUserId(user)}`);
    return account;
  }

  function addDevice(user: string): Device {
    accountOf(user);
    const accessToken = `syt_${randomLetters(random, 20)}`;
    const deviceId = randomLetters(random, 10).toUpperCase();
    const device = { userId: fullUserId(user), deviceId, accessToken };
    devices.set(accessToken, { ...device, expired: false });
    return device;
  }

  function devicesOf(user: string): readonly Device[] {
    const owner = fullUserId(user);
    return [...devices.values()]
      .filter(({ userId }) => userId === owner)
      .map(({ userId, deviceId, accessToken }) => ({ userId, deviceId, accessToken }));
  }

  function deleteDevices(user: string, isDeleted: (deviceId: string) => boolean): void {
    for (const { deviceId, accessToken } of devicesOf(user)) {
      if (isDeleted(deviceId)) devices.delete(accessToken);
    }
  }

  return {
    fullUserId,
    addDevice,
    devicesOf,

    /** Signs the device out. Does nothing if the account has no such device. */
    deleteDevice(user: string, deviceId: string): void {
      deleteDevices(user, (candidate) => candidate === deviceId);
    },

    deleteOtherDevices(user: string, deviceId: string): void {
      deleteDevices(user, (candidate) => candidate !== deviceId);
    },

    create(user: string, { password, usesSingleSignOn = false }: Credentials) {
      const userId = fullUserId(user);
      accounts.set(userId, { password, usesSingleSignOn, locked: false });
      return addDevice(userId);
    },

    signOut(accessToken: string): void {
      devices.delete(accessToken);
    },

    expire(accessToken: string): void {
      const device = devices.get(accessToken);
      if (device !== undefined) device.expired = true;
    },

    setLocked(user: string, locked: boolean): void {
      accountOf(user).locked = locked;
    },

    setPassword(user: string, password: string): void {
      accountOf(user).password = password;
    },

    authMethodsOf(user: string) {
      const { password, usesSingleSignOn } = accountOf(user);
      return { hasPassword: password !== null, usesSingleSignOn };
    },

    checkPassword(user: string, password: string): boolean {
      return accounts.get(fullUserId(user))?.password === password;
    },

    /** Returns the device of an access token. Throws as `synapse/api/auth/internal.py` does. */
    authenticate(accessToken: string | null): Device {
      if (accessToken === null) throw matrixError(401, 'M_MISSING_TOKEN', 'Missing access token');
      if (accessToken === '') {
        throw matrixError(401, 'M_MISSING_TOKEN', 'Invalid Authorization header.');
      }
      const device = devices.get(accessToken);
      if (device === undefined) throw unknownToken('Invalid access token passed.', false);
      if (device.expired) throw unknownToken('Access token has expired', true);
      if (accountOf(device.userId).locked) {
        const fields = { soft_logout: true };
        throw matrixError(401, 'M_USER_LOCKED', 'User account has been locked', fields);
      }
      return device;
    },

    ownerOf(threepid: Threepid): string | null {
      return threepids.get(keyOf(threepid))?.userId ?? null;
    },

    threepidsOf(user: string): readonly AccountThreepid[] {
      const userId = fullUserId(user);
      return [...threepids.values()]
        .filter((threepid) => threepid.userId === userId)
        .map(({ medium, address, validatedAt, addedAt }) => ({
          medium,
          address,
          validatedAt,
          addedAt,
        }));
    },

    /** Takes the threepid from any other account, as Synapse does. */
    addThreepid(user: string, { medium, address }: Threepid, validatedAt: number): void {
      const userId = fullUserId(user);
      const threepid = { userId, medium, address, validatedAt, addedAt: clock.now() };
      threepids.set(keyOf(threepid), threepid);
    },

    /** Does nothing if the account has no such threepid. */
    removeThreepid(user: string, threepid: Threepid): void {
      const key = keyOf(threepid);
      if (threepids.get(key)?.userId === fullUserId(user)) threepids.delete(key);
    },

    bind(user: string, threepid: Threepid): void {
      bindings.add(`${fullUserId(user)} ${keyOf(threepid)}`);
    },

    isBound(user: string, threepid: Threepid): boolean {
      return bindings.has(`${fullUserId(user)} ${keyOf(threepid)}`);
    },

    unbind(user: string, threepid: Threepid): void {
      bindings.delete(`${fullUserId(user)} ${keyOf(threepid)}`);
    },
  };
}

function keyOf({ medium, address }: Threepid): string {
  return `${medium} ${address}`;
}

function unknownToken(error: string, softLogout: boolean) {
  return matrixError(401, 'M_UNKNOWN_TOKEN', error, { soft_logout: softLogout });
}
