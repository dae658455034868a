using System.Reflection;
using Release.Core.Access;
using Release.Core.Commands;
using Release.Core.Intake;

namespace Release.Tests.Unit.Architecture;

/// <summary>Pages and API reach deployments only through the services of Release.Core.Commands, which authorise.</summary>
public sealed class OneDoorTests
{
    /// <summary>What acts without asking who wants it.</summary>
    private static readonly Type[] Unguarded = [typeof(DeployIntake), typeof(NotificationIntake), typeof(PostSyncIntake), typeof(DeploymentCommands)];

    public static TheoryData<Type> Doors => [typeof(DeployService), typeof(DeploymentReports), typeof(FlagSwitch), typeof(ApplicationEditor)];

    [Fact]
    public void What_acts_without_authorising_is_not_visible_outside_Core()
    {
        var core = typeof(DeployIntake).Assembly;
        var friends = core.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName);

        Unguarded.Where(type => type.IsVisible).ShouldBeEmpty("pages and API could call it without authorising");
        friends.ShouldBe(["Release.Tests", "Release.Benchmarks"], ignoreOrder: true);
    }

    [Fact]
    public void Every_public_service_that_uses_the_intake_is_a_door()
    {
        var users = typeof(DeployIntake).Assembly.GetTypes()
            .Where(type => type.IsVisible && Dependencies(type).Any(Unguarded.Contains))
            .ToArray();

        users.ShouldBe([typeof(DeployService), typeof(DeploymentReports)], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void Every_public_method_of_a_door_takes_the_actor_first(Type door)
    {
        var methods = door.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

        methods.ShouldNotBeEmpty();
        methods.Where(method => method.GetParameters().FirstOrDefault()?.ParameterType != typeof(Actor)).Select(method => method.Name).ShouldBeEmpty();
        Dependencies(door).ShouldContain(typeof(AccessGuard));
    }

    private static IEnumerable<Type> Dependencies(Type type) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .SelectMany(constructor => constructor.GetParameters())
            .Select(parameter => parameter.ParameterType);
}
