using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Release.Core.Board;

/// <summary>One reader with a channel of capacity one: an unread board is replaced by the newest.</summary>
internal sealed class BoardSubscription(BoardSnapshot initial, Action<BoardSubscription> remove) : IBoardSubscription
{
    private readonly Channel<BoardSnapshot> _channel = Channel.CreateBounded<BoardSnapshot>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public BoardSnapshot Initial { get; } = initial;

    public void Offer(BoardSnapshot snapshot) => _channel.Writer.TryWrite(snapshot);

    public async IAsyncEnumerable<BoardSnapshot> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = Initial.Number;
        await foreach (var snapshot in _channel.Reader.ReadAllAsync(cancellationToken))
        {
            // A change made just before subscribing is in the first board already but may be published after it.
            if (snapshot.Number > seen)
            {
                seen = snapshot.Number;
                yield return snapshot;
            }
        }
    }

    public void Dispose()
    {
        remove(this);
        _channel.Writer.TryComplete();
    }
}
