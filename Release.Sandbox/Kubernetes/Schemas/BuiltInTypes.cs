namespace Release.Sandbox.Kubernetes.Schemas;

/// <summary>
/// The fields of the kinds that the sandbox keeps, in the notation of <see cref="SchemaParser"/>. Source: the Kubernetes API
/// reference, 1.34 (kubernetes.io/docs/reference/kubernetes-api). Parts that the sandbox does not read are <c>*</c>.
/// </summary>
internal static class BuiltInTypes
{
    public const string Text =
        """
        ObjectMeta: name generateName namespace selfLink uid resourceVersion generation:i creationTimestamp:t deletionTimestamp:t deletionGracePeriodSeconds:i labels:{s} annotations:{s} ownerReferences:[OwnerReference|uid] finalizers:[s|=] managedFields:[*]
        OwnerReference: apiVersion kind name uid controller:b blockOwnerDeletion:b
        LabelSelector: matchLabels:{s} matchExpressions:[LabelSelectorRequirement]
        LabelSelectorRequirement: key operator values:[s]
        LocalObjectReference: name
        ObjectReference: kind namespace name uid apiVersion resourceVersion fieldPath
        Condition: type status lastProbeTime:t lastUpdateTime:t lastTransitionTime:t observedGeneration:i reason message
        Namespace: apiVersion kind metadata^:ObjectMeta spec^:NamespaceSpec status^:NamespaceStatus
        NamespaceSpec: finalizers:[s]
        NamespaceStatus: phase conditions:[Condition|type]
        ConfigMap: apiVersion kind metadata^:ObjectMeta immutable:b data:{s} binaryData:{s}
        Secret: apiVersion kind metadata^:ObjectMeta immutable:b data:{s} stringData:{s} type
        ServiceAccount: apiVersion kind metadata^:ObjectMeta secrets:[ObjectReference|name] imagePullSecrets:[LocalObjectReference] automountServiceAccountToken:b
        Event: apiVersion kind metadata^:ObjectMeta involvedObject^:ObjectReference reason message source^:EventSource firstTimestamp:t lastTimestamp:t count:i type eventTime^:t series:EventSeries action related:ObjectReference reportingComponent^ reportingInstance^
        EventSource: component host
        EventSeries: count:i lastObservedTime:t
        Service: apiVersion kind metadata^:ObjectMeta spec^:ServiceSpec status^:ServiceStatus
        ServiceSpec: ports:[ServicePort|port,protocol] selector:{s}! clusterIP clusterIPs:[s] type externalIPs:[s] sessionAffinity sessionAffinityConfig:* loadBalancerIP loadBalancerSourceRanges:[s] loadBalancerClass externalName externalTrafficPolicy internalTrafficPolicy healthCheckNodePort:i publishNotReadyAddresses:b ipFamilies:[s] ipFamilyPolicy allocateLoadBalancerNodePorts:b trafficDistribution
        ServicePort: name protocol appProtocol port:i targetPort:q nodePort:i
        ServiceStatus: loadBalancer^:* conditions:[Condition|type]
        Node: apiVersion kind metadata^:ObjectMeta spec^:* status^:*
        Endpoints: apiVersion kind metadata^:ObjectMeta subsets:[*]
        Pod: apiVersion kind metadata^:ObjectMeta spec^:PodSpec status^:PodStatus
        PodTemplateSpec: metadata^:ObjectMeta spec^:PodSpec
        PodSpec: volumes:[Volume|name] initContainers:[Container|name] containers^:[Container|name] ephemeralContainers:[Container|name] restartPolicy terminationGracePeriodSeconds:i activeDeadlineSeconds:i dnsPolicy nodeSelector:{s}! serviceAccountName serviceAccount automountServiceAccountToken:b nodeName hostNetwork:b hostPID:b hostIPC:b shareProcessNamespace:b securityContext:PodSecurityContext imagePullSecrets:[LocalObjectReference|name] hostname subdomain affinity:* schedulerName tolerations:[Toleration] hostAliases:[HostAlias|ip] priorityClassName priority:i dnsConfig:* readinessGates:[*] runtimeClassName enableServiceLinks:b preemptionPolicy overhead:{q} topologySpreadConstraints:[TopologySpreadConstraint|topologyKey,whenUnsatisfiable] setHostnameAsFQDN:b os:* hostUsers:b schedulingGates:[LocalObjectReference|name] resourceClaims:[*] resources:ResourceRequirements hostnameOverride
        PodSecurityContext: seLinuxOptions:* windowsOptions:* runAsUser:i runAsGroup:i runAsNonRoot:b supplementalGroups:[i] supplementalGroupsPolicy fsGroup:i sysctls:[*] fsGroupChangePolicy seccompProfile:* appArmorProfile:* seLinuxChangePolicy
        Container: name^ image command:[s] args:[s] workingDir ports:[ContainerPort|containerPort,protocol] envFrom:[EnvFromSource] env:[EnvVar|name] resources^:ResourceRequirements resizePolicy:[*] restartPolicy restartPolicyRules:[*] volumeMounts:[VolumeMount|mountPath] volumeDevices:[VolumeDevice|devicePath] livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:* terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext:SecurityContext stdin:b stdinOnce:b tty:b targetContainerName
        ContainerPort: name hostPort:i containerPort:i protocol hostIP
        EnvVar: name^ value valueFrom:EnvVarSource
        EnvVarSource: fieldRef:FieldSelector! resourceFieldRef:*! configMapKeyRef:KeySelector! secretKeyRef:KeySelector! fileKeyRef:*!
        FieldSelector: apiVersion fieldPath
        KeySelector: name key optional:b
        EnvFromSource: prefix configMapRef:KeySelector secretRef:KeySelector
        ResourceRequirements: limits:{q} requests:{q} claims:[LocalObjectReference|name]
        VolumeMount: name readOnly:b recursiveReadOnly mountPath subPath mountPropagation subPathExpr
        VolumeDevice: name devicePath
        Probe: exec:* httpGet:HttpGetAction tcpSocket:* grpc:* initialDelaySeconds:i timeoutSeconds:i periodSeconds:i successThreshold:i failureThreshold:i terminationGracePeriodSeconds:i
        HttpGetAction: path port^:q host scheme httpHeaders:[*]
        SecurityContext: capabilities:* privileged:b seLinuxOptions:* windowsOptions:* runAsUser:i runAsGroup:i runAsNonRoot:b readOnlyRootFilesystem:b allowPrivilegeEscalation:b procMount seccompProfile:* appArmorProfile:*
        Volume: name^ hostPath:* emptyDir:* gcePersistentDisk:* awsElasticBlockStore:* gitRepo:* secret:* nfs:* iscsi:* glusterfs:* persistentVolumeClaim:* rbd:* flexVolume:* cinder:* cephfs:* flocker:* downwardAPI:* fc:* azureFile:* configMap:* vsphereVolume:* quobyte:* azureDisk:* photonPersistentDisk:* projected:* portworxVolume:* scaleIO:* storageos:* csi:* ephemeral:* image:*
        Toleration: key operator value effect tolerationSeconds:i
        HostAlias: ip hostnames:[s]
        TopologySpreadConstraint: maxSkew:i topologyKey whenUnsatisfiable labelSelector:LabelSelector! minDomains:i nodeAffinityPolicy nodeTaintsPolicy matchLabelKeys:[s]
        PodStatus: observedGeneration:i phase conditions:[Condition|type] message reason nominatedNodeName hostIP hostIPs:[*] podIP podIPs:[PodIP|ip] startTime:t initContainerStatuses:[*] containerStatuses:[*] qosClass ephemeralContainerStatuses:[*] resize resourceClaimStatuses:[*] extendedResourceClaimStatus:*
        PodIP: ip
        Deployment: apiVersion kind metadata^:ObjectMeta spec^:DeploymentSpec status^:DeploymentStatus
        DeploymentSpec: replicas:i selector^:LabelSelector! template^:PodTemplateSpec strategy^:DeploymentStrategy minReadySeconds:i revisionHistoryLimit:i paused:b progressDeadlineSeconds:i
        DeploymentStrategy: type rollingUpdate:RollingUpdate
        RollingUpdate: maxUnavailable:q maxSurge:q partition:i
        DeploymentStatus: observedGeneration:i replicas:i updatedReplicas:i readyReplicas:i availableReplicas:i unavailableReplicas:i terminatingReplicas:i conditions:[Condition|type] collisionCount:i
        ReplicaSet: apiVersion kind metadata^:ObjectMeta spec^:ReplicaSetSpec status^:ReplicaSetStatus
        ReplicaSetSpec: replicas:i minReadySeconds:i selector^:LabelSelector! template^:PodTemplateSpec
        ReplicaSetStatus: replicas^:i fullyLabeledReplicas:i readyReplicas:i availableReplicas:i terminatingReplicas:i observedGeneration:i conditions:[Condition|type]
        StatefulSet: apiVersion kind metadata^:ObjectMeta spec^:StatefulSetSpec status^:*
        StatefulSetSpec: replicas:i selector^:LabelSelector! template^:PodTemplateSpec volumeClaimTemplates:[*] serviceName podManagementPolicy updateStrategy^:DeploymentStrategy revisionHistoryLimit:i minReadySeconds:i persistentVolumeClaimRetentionPolicy:* ordinals:*
        DaemonSet: apiVersion kind metadata^:ObjectMeta spec^:DaemonSetSpec status^:*
        DaemonSetSpec: selector^:LabelSelector! template^:PodTemplateSpec updateStrategy^:DeploymentStrategy minReadySeconds:i revisionHistoryLimit:i
        Job: apiVersion kind metadata^:ObjectMeta spec^:JobSpec status^:JobStatus
        JobSpec: parallelism:i completions:i activeDeadlineSeconds:i podFailurePolicy:* successPolicy:* backoffLimit:i backoffLimitPerIndex:i maxFailedIndexes:i selector:LabelSelector! manualSelector:b template^:PodTemplateSpec ttlSecondsAfterFinished:i completionMode suspend:b podReplacementPolicy managedBy
        JobStatus: conditions:[Condition~type] startTime:t completionTime:t active:i succeeded:i failed:i terminating:i completedIndexes failedIndexes uncountedTerminatedPods:* ready:i
        CronJob: apiVersion kind metadata^:ObjectMeta spec^:CronJobSpec status^:*
        CronJobSpec: schedule timeZone startingDeadlineSeconds:i concurrencyPolicy suspend:b jobTemplate^:JobTemplateSpec successfulJobsHistoryLimit:i failedJobsHistoryLimit:i
        JobTemplateSpec: metadata^:ObjectMeta spec^:JobSpec
        Role: apiVersion kind metadata^:ObjectMeta rules^:[PolicyRule]
        ClusterRole: apiVersion kind metadata^:ObjectMeta rules^:[PolicyRule] aggregationRule:*
        PolicyRule: verbs:[s] apiGroups:[s] resources:[s] resourceNames:[s] nonResourceURLs:[s]
        RoleBinding: apiVersion kind metadata^:ObjectMeta subjects:[Subject] roleRef^:RoleRef!
        ClusterRoleBinding: apiVersion kind metadata^:ObjectMeta subjects:[Subject] roleRef^:RoleRef!
        Subject: kind apiGroup name namespace
        RoleRef: apiGroup kind name
        Lease: apiVersion kind metadata^:ObjectMeta spec:*
        Custom: apiVersion kind metadata^:ObjectMeta spec:* status:* operation:*
        """;
}
