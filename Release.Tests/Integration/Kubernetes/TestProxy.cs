using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Release.Tests.Integration.Kubernetes;

/// <summary>A proxy on loopback: HTTP's CONNECT or SOCKS 5 by the client's first byte, or, with a target, a plain pipe whose connections can be cut.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly (string Host, int Port)? _target;
    private readonly Task _accepting;

    public TestProxy(Uri? target = null)
    {
        _target = target is null ? null : (target.IdnHost, target.Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Where clients wanted to go, in order.</summary>
    public ConcurrentQueue<string> Targets { get; } = new();

    /// <summary>Cuts all connections as a broken network does: with a reset.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Close(0);
            _open.TryRemove(socket, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        _open[client] = true;
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await using var near = new NetworkStream(client, ownsSocket: true);
            var (host, port) = _target ?? await GreetAsync(near);
            Targets.Enqueue($"{host}:{port}");
            await server.ConnectAsync(host, port, _stop.Token);
            await using var far = new NetworkStream(server, ownsSocket: false);
            await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            TestContext.Current.SendDiagnosticMessage("A proxied connection ended: {0}", exception.Message);
        }
        finally
        {
            _open.TryRemove(client, out _);
        }
    }

    private static async Task<(string Host, int Port)> GreetAsync(NetworkStream stream)
    {
        var first = new byte[1];
        await stream.ReadExactlyAsync(first);
        return first[0] == 5 ? await SocksAsync(stream) : await ConnectAsync(stream, (char)first[0]);
    }

    private static async Task<(string Host, int Port)> ConnectAsync(NetworkStream stream, char first)
    {
        var head = new StringBuilder().Append(first);
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(next);
            head.Append((char)next[0]);
        }

        var target = head.ToString().Split(' ')[1].Split(':');
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n"));
        return (target[0], int.Parse(target[1], CultureInfo.InvariantCulture));
    }

    /// <summary>RFC 1928, without authentication.</summary>
    private static async Task<(string Host, int Port)> SocksAsync(NetworkStream stream)
    {
        var count = await ReadAsync(1);
        await ReadAsync(count[0]);
        await stream.WriteAsync(new byte[] { 5, 0 });
        var request = await ReadAsync(4);
        var host = request[3] == 1 ? new IPAddress(await ReadAsync(4)).ToString() : Encoding.ASCII.GetString(await ReadAsync((await ReadAsync(1))[0]));
        var port = await ReadAsync(2);
        await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
        return (host, (port[0] << 8) | port[1]);

        async Task<byte[]> ReadAsync(int length)
        {
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes);
            return bytes;
        }
    }
}
