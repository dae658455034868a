using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Release.Data;

namespace Release.Web.Start;

/// <summary>
/// Binds the addresses before the database is touched, and hands the sockets to Kestrel later. A client that
/// connects in between waits in the backlog and is answered.
/// </summary>
internal sealed class BoundAddresses : IDisposable
{
    private readonly List<(EndPoint Asked, Socket Socket)> _held = [];

    private BoundAddresses()
    {
    }

    /// <exception cref="StartupRefusedException">Another process uses an address, or the machine does not have it.</exception>
    public static BoundAddresses Take(IReadOnlyList<string> addresses)
    {
        var taken = new BoundAddresses();
        foreach (var address in addresses)
        {
            try
            {
                if (EndPointOf(BindingAddress.Parse(address)) is { } endPoint)
                {
                    taken.Hold(endPoint);
                }
            }
            catch (SocketException error)
            {
                taken.Dispose();
                throw new StartupRefusedException($"Release cannot listen on {address}: {error.Message.TrimEnd('.')}. {ListenAddresses.Remedy}", error);
            }
        }

        return taken;
    }

    /// <summary>Kestrel calls it: returns the socket that is held for the end point, else a new one.</summary>
    public Socket HandOver(EndPoint endPoint)
    {
        var at = _held.FindIndex(held => held.Asked.Equals(endPoint));
        if (at < 0)
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        }

        var socket = _held[at].Socket;
        _held.RemoveAt(at);
        return socket;
    }

    public void Dispose() => _held.ForEach(held => held.Socket.Dispose());

    private void Hold(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        _held.Add((endPoint, socket));

        // Linux lets two sockets bind one port until the first one listens.
        socket.Listen();
    }

    /// <summary>Parses an address as Kestrel does. Null for Unix sockets and pipes, which Kestrel binds itself.</summary>
    private static IPEndPoint? EndPointOf(BindingAddress address)
    {
        if (address.IsUnixPipe || address.IsNamedPipe)
        {
            return null;
        }

        if (!IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            ip = string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
                : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any
                : IPAddress.Any;
        }

        return new IPEndPoint(ip, address.Port);
    }
}
