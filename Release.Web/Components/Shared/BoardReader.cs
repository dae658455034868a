using Release.Core.Board;

namespace Release.Web.Components.Shared;

/// <summary>A component's subscription to the board: begins at once, ends when disposed, never ends silently.</summary>
internal sealed class BoardReader : IDisposable
{
    private readonly IBoardSubscription _subscription;
    private readonly CancellationTokenSource _stop = new();

    private BoardReader(IBoardSubscription subscription) => _subscription = subscription;

    /// <param name="changed">Called with the first board and every newer one, one call at a time.</param>
    /// <param name="failed">Told of an exception; the component's error boundary shows it.</param>
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
            // The page is gone.
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The page went while a change was on its way to it: its renderer refuses, and nobody looks.
        }
        catch (Exception error)
        {
            await failed(error);
        }
    }
}
