using System.Net.Sockets;

namespace Release.Integrations.Http;

/// <summary>Describes network errors for people.</summary>
internal static class NetworkErrors
{
    private const int MaxMessage = 500;

    /// <summary>The exception itself, or its nearest inner exception of this type; null if there is none.</summary>
    public static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    public static string Describe(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "Connection refused: nothing listens there.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "There is no such host name.",
        SocketError.TimedOut => "It did not answer in time.",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "It cut the connection.",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "There is no way to it in the network.",
        _ => Cut(exception.Message),
    };

    /// <summary>Cuts a message from outside to 500 characters.</summary>
    public static string Cut(string text) => text.Length <= MaxMessage ? text : text[..MaxMessage] + "…";
}
