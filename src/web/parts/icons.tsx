import type { ReactNode } from 'react'

export interface IconProps {
  readonly size?: number
}

/** A line drawing on a 20 by 20 grid, in the colour of the text around it. It says nothing to a screen reader. */
function icon(drawing: ReactNode) {
  return function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {drawing}
      </svg>
    )
  }
}

export const DashboardIcon = icon(
  <>
    <rect x="3" y="3" width="6" height="7.5" rx="1.5" />
    <rect x="11" y="3" width="6" height="4.5" rx="1.5" />
    <rect x="3" y="12.5" width="6" height="4.5" rx="1.5" />
    <rect x="11" y="9.5" width="6" height="7.5" rx="1.5" />
  </>,
)
export const ActivityIcon = icon(<path d="M2.5 10.5h3l2.5-6 4 11.5 2.5-5.5h3" />)
export const SunIcon = icon(
  <>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1" />
  </>,
)
export const MoonIcon = icon(<path d="M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3Z" />)
export const MonitorIcon = icon(
  <>
    <rect x="2.5" y="3.5" width="15" height="10" rx="1.8" />
    <path d="M7 17h6M10 13.5V17" />
  </>,
)
export const ExternalIcon = icon(
  <path d="M8 5H5.5A1.5 1.5 0 0 0 4 6.5v8A1.5 1.5 0 0 0 5.5 16h8a1.5 1.5 0 0 0 1.5-1.5V12M11.5 4H16v4.5M16 4l-6.5 6.5" />,
)
export const BothWaysIcon = icon(<path d="M3 7h13M13 4l3 3-3 3M17 13H4M7 10l-3 3 3 3" />)
export const CheckIcon = icon(<path d="m4 10.5 4 4 8-9" />)
export const AlertIcon = icon(<path d="M10 3.2 2.5 16.3h15L10 3.2ZM10 8.3v3.7M10 14.2v.1" />)
export const ClockIcon = icon(
  <>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6v4l2.8 1.8" />
  </>,
)
export const PauseIcon = icon(<path d="M7 4.5v11M13 4.5v11" />)
export const PlayIcon = icon(<path d="M6.5 4.2v11.6L15.5 10l-9-5.8Z" />)
export const RefreshIcon = icon(
  <path d="M16 8.5A6.3 6.3 0 0 0 4.8 6.3L3.5 8M3.5 4v4h4M4 11.5a6.3 6.3 0 0 0 11.2 2.2l1.3-1.7M16.5 16v-4h-4" />,
)
export const SearchIcon = icon(
  <>
    <circle cx="9" cy="9" r="5.5" />
    <path d="m13.2 13.2 3.8 3.8" />
  </>,
)
export const CloseIcon = icon(<path d="m5 5 10 10M15 5 5 15" />)
export const CopyIcon = icon(
  <>
    <rect x="7" y="7" width="9.5" height="9.5" rx="1.8" />
    <path d="M13 7V5.3A1.8 1.8 0 0 0 11.2 3.5H5.3A1.8 1.8 0 0 0 3.5 5.3v5.9A1.8 1.8 0 0 0 5.3 13H7" />
  </>,
)
export const SignOutIcon = icon(
  <path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M8.5 10h8M13.5 6.8l3 3.2-3 3.2" />,
)
export const CloudIcon = icon(<path d="M6 15.5a3.5 3.5 0 0 1-.5-7 4.7 4.7 0 0 1 9-.6 3.8 3.8 0 0 1-.3 7.6H6Z" />)
export const BoardIcon = icon(
  <>
    <rect x="3" y="3.5" width="14" height="13" rx="2" />
    <path d="M7.7 3.5v13M12.3 3.5v13" />
  </>,
)
export const PlugIcon = icon(<path d="M7 3v4M13 3v4M5 7h10v2.5a5 5 0 0 1-10 0V7ZM10 14.5V17" />)
