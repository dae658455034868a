using System.Net;
using System.Net.Sockets;

namespace Release.Sandbox.Hosting;

/// <summary>
/// Sockets on one port of loopback that a server and its placeholder hold together, so that the port is never free in between.
/// Linux allows that to sockets that both say so (SO_REUSEPORT); elsewhere a short moment remains.
/// </summary>
internal static class LoopbackSocket
{
    private const int SocketLevel = 1;
    private const int ReusePort = 15;

    /// <param name="port">0 for any.</param>
    /// <param name="shared">False takes the port only if nobody has it; true also if another socket from here has it.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static Socket Bind(int port, bool shared)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (shared)
            {
                Share(socket);
            }

            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            if (!shared)
            {
                Share(socket); // Only from now on: at binding it would have shared the port with any other sandbox.
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Share(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(SocketLevel, ReusePort, BitConverter.GetBytes(1));
        }
    }
}
