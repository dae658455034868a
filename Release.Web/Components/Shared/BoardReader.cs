using Release.Core.Board;

namespace Release.Web.Components.Shared;

/// <summary>A component's subscription to the board. It ends when disposed; an exception reaches the component.</summary>
internal sealed class BoardReader : IDisposable
{
    private readonly IBoardSubscription _subscription;
    private readonly CancellationTokenSource _stop = new();

    private BoardReader(IBoardSubscription subscription) => _subscription = subscription;

    /// <param name="changed">Called with the first board and every newer one, one call at a time.</param>
    /// <param name="failed">Called with an exception; the component's error boundary shows it.</param>
    public static BoardReader Start(IBoard board, Func<BoardSnapshot, Task> changed, Func<Exception, Task> failed)
    {
        var reader = new BoardReader(board.Subscribe());
        _ = reader.RunAsync(changed, failed);
        return reader;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _subscription.Dispose();
    }

    private async Task RunAsync(Func<BoardSnapshot, Task> changed, Func<Exception, Task> failed)
    {
        try
        {
            await changed(_subscription.Initial);
            await foreach (var snapshot in _subscription.ChangesAsync(_stop.Token))
            {
                await changed(snapshot);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is closed.
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The page closed during a change, so its renderer throws.
        }
        catch (Exception error)
        {
            await failed(error);
        }
    }
}
