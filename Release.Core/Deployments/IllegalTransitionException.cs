namespace Release.Core.Deployments;

/// <summary>A deployment or step was asked for a change that its state does not allow. The message says which.</summary>
public sealed class IllegalTransitionException(string message) : InvalidOperationException(message);
