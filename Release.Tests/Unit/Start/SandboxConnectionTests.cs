using Release.Web.Start;

namespace Release.Tests.Unit.Start;

public sealed class SandboxConnectionTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000")]
    [InlineData("http://localhost:5000", "http://localhost:5000")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000")]
    [InlineData("http://+:8080", "http://127.0.0.1:8080")]
    [InlineData("http://*:8080", "http://127.0.0.1:8080")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080")]
    [InlineData("https://192.168.1.2:8443", "https://192.168.1.2:8443")]
    public void The_sandbox_is_told_an_address_that_it_can_reach(string listening, string told) =>
        SandboxConnection.Reachable(listening).ShouldBe(told);
}
