// The name of a file, host or program as it is: never translated, broken after its separators first.
// Adds no letter and takes none away.

const PARTS = /(?<=[/\\])/;

export function Name({ name }: { readonly name: string }) {
  return (
    <p class="trust-name" translate={false}>
      {name.split(PARTS).map((part, at) => (
        <span key={at}>
          {at > 0 && <wbr />}
          {part}
        </span>
      ))}
    </p>
  );
}
