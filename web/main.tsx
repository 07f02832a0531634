// Starts the application: language first, then who is signed in, then the page.
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { startLanguage } from './language/index.ts'
import { Loading } from './pieces/loading.tsx'
import { RefusalBanner } from './pieces/refusal-banner.tsx'
import { SessionProvider, useSessionHandle } from './session/session.tsx'
import { Ground } from './shell/ground.tsx'

const SignIn = lazy(() => import('./session/sign-in.tsx'))
const Frame = lazy(() => import('./shell/frame.tsx'))
const FirstPassword = lazy(() => import('./session/first-password.tsx'))

function Application() {
  const { state, reload } = useSessionHandle()
  if (state.status === 'out') return <SignIn />
  if (state.status === 'in') return state.session.change_password ? <FirstPassword /> : <Frame />
  return state.error ? <RefusalBanner error={state.error} onRetry={() => void reload()} /> : <Loading />
}

await startLanguage()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Ground>
      <SessionProvider>
        <Suspense fallback={<Loading />}>
          <Application />
        </Suspense>
      </SessionProvider>
    </Ground>
  </StrictMode>,
)
