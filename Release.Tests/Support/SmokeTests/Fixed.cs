using Microsoft.Extensions.Options;
using NSubstitute;

namespace Release.Tests.Support.SmokeTests;

internal static class Fixed
{
    public static IOptionsMonitor<T> Options<T>(T options)
    {
        var monitor = Substitute.For<IOptionsMonitor<T>>();
        monitor.CurrentValue.Returns(options);
        return monitor;
    }
}
