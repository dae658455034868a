using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>The wish to bring a version into a cell's cluster.</summary>
/// <param name="Cell">Which application where.</param>
/// <param name="Version">The version that git wants.</param>
/// <param name="ConfigCommit">The configuration repository's commit that carries it: 40 hexadecimal digits.</param>
/// <param name="Again">A sync failed before and a person resumed the deployment: try again even where nothing has changed since.</param>
public sealed record SyncRequest(Cell Cell, ImageTag Version, string ConfigCommit, bool Again);
