using DroneLink.CloudSdk.Authorization;

namespace DroneLink.CloudSdk.Tests.Authorization;

/// <summary>Tokens in memory, which can be made to fail.</summary>
internal sealed class FakeApiTokens(TimeProvider clock) : IApiTokens
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Hash, ApiToken Token)> _byName = [];

    public Exception? Failure { get; set; }

    public int Finds { get; private set; }

    public ValueTask AddAsync(ReadOnlyMemory<byte> hash, ApiToken token, CancellationToken cancellationToken = default)
    {
        token.Check(hash);
        lock (_lock)
        {
            Sweep();
            return _byName.TryAdd(token.Name, (Convert.ToHexString(hash.Span), token)) ? default : throw ApiToken.NameIsTaken(token.Name);
        }
    }

    public ValueTask<ApiToken?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        Finds++;
        var hex = Convert.ToHexString(hash.Span);
        return Failure is null ? new(Sweep().FirstOrDefault(entry => entry.Hash == hex).Token) : throw Failure;
    }

    public ValueTask<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken = default) =>
        new([.. Sweep().Select(entry => entry.Token).OrderBy(token => token.Name, StringComparer.Ordinal)]);

    public ValueTask<bool> RevokeAsync(string name, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Sweep();
            return new(_byName.Remove(name));
        }
    }

    private List<(string Hash, ApiToken Token)> Sweep()
    {
        lock (_lock)
        {
            foreach (var (name, entry) in _byName)
            {
                if (entry.Token.IsExpired(clock.GetUtcNow()))
                    _byName.Remove(name);
            }

            return [.. _byName.Values];
        }
    }
}
