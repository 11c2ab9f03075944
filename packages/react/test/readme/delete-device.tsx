import {
  createInteractiveAuth,
  type StandaloneInteractiveAuthActor,
} from '@threepid/core/interactive-auth';
import { useState } from 'react';
import { Authentication } from './authentication.tsx';
import { client } from './client.ts'; // your Matrix client

interface DeleteDeviceProps {
  readonly deviceId: string;
  readonly onDeleted: () => void;
}

export function DeleteDevice({ deviceId, onDeleted }: DeleteDeviceProps) {
  const [auth, setAuth] = useState<StandaloneInteractiveAuthActor | null>(null);

  function start() {
    const actor = createInteractiveAuth({
      baseUrl: 'https://matrix.example.org',
      userId: '@alice:example.org',
      request: (auth, signal) =>
        fetch(`https://matrix.example.org/_matrix/client/v3/devices/${deviceId}`, {
          method: 'DELETE',
          headers: { Authorization: `Bearer ${client.getAccessToken()}` },
          body: JSON.stringify({ auth }),
          signal,
        }),
    });
    actor.subscribe({
      complete: () => {
        const { output } = actor.getSnapshot();
        if (output?.type === 'settled' && output.result.ok) onDeleted();
      },
    });
    setAuth(actor);
  }

  if (auth) return <Authentication actor={auth} address={null} />;
  return <button onClick={start}>Sign out this device</button>;
}
