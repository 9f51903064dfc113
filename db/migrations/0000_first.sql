CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`tenant_id` text,
	`action` text NOT NULL,
	`subject_id` text NOT NULL,
	`before` text,
	`after` text,
	`request_id` text
);
--> statement-breakpoint
CREATE INDEX `audit_of_tenant` ON `audit` (`tenant_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_of_subject` ON `audit` (`subject_id`);--> statement-breakpoint
CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer,
	`updated_at` integer
);
--> statement-breakpoint
CREATE TABLE `client_system` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`datacenter_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`host_tag` integer NOT NULL,
	`series` text NOT NULL,
	`port_id` text,
	`machine_id` text,
	`accepts` text DEFAULT 'both' NOT NULL,
	`mac` text,
	`room` text,
	`cabinet` text,
	`height_units` integer,
	`created_at` integer NOT NULL,
	`released_at` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`datacenter_id`) REFERENCES `datacenter`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`host_tag`) REFERENCES `host_tag`(`tag`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`machine_id`) REFERENCES `machine`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `client_system_series_unique` ON `client_system` (`series`);--> statement-breakpoint
CREATE UNIQUE INDEX `client_system_name` ON `client_system` (`tenant_id`,lower("name")) WHERE "client_system"."released_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `client_system_host_tag` ON `client_system` (`host_tag`) WHERE "client_system"."released_at" is null;--> statement-breakpoint
CREATE INDEX `client_system_series_order` ON `client_system` (length("series"),`series`);--> statement-breakpoint
CREATE INDEX `client_system_waiting` ON `client_system` (`datacenter_id`,`created_at`) WHERE "client_system"."port_id" is null and "client_system"."released_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `client_system_port` ON `client_system` (`port_id`) WHERE "client_system"."released_at" is null;--> statement-breakpoint
CREATE TABLE `cloud` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`datacenter_id` text NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`datacenter_id`) REFERENCES `datacenter`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cloud_code_unique` ON `cloud` (`code`);--> statement-breakpoint
CREATE TABLE `cloud_system` (
	`id` text PRIMARY KEY NOT NULL,
	`cloud_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`parent_id` text,
	`machine_capacity` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`cloud_id`) REFERENCES `cloud`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cloud_system_name_unique` ON `cloud_system` (`name`);--> statement-breakpoint
CREATE TABLE `direct_link` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`client_system_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`client_system_id`) REFERENCES `client_system`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `direct_link_code_unique` ON `direct_link` (`code`);--> statement-breakpoint
CREATE TABLE `resource` (
	`id` text PRIMARY KEY NOT NULL,
	`cloud_system_id` text,
	`client_system_id` text,
	`machine_id` text,
	`name` text NOT NULL,
	`port_id` text,
	`direct_link_id` text,
	`mac` text,
	`reserved_for` text,
	`created_at` integer NOT NULL,
	`retired_at` integer,
	FOREIGN KEY (`cloud_system_id`) REFERENCES `cloud_system`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_system_id`) REFERENCES `client_system`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`machine_id`) REFERENCES `machine`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`direct_link_id`) REFERENCES `direct_link`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reserved_for`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "resource_is_somewhere" CHECK(("resource"."port_id" is null) = ("resource"."direct_link_id" is not null)),
	CONSTRAINT "resource_is_of_one_kind" CHECK(("resource"."cloud_system_id" is null) = ("resource"."client_system_id" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_name` ON `resource` (`name`) WHERE "resource"."retired_at" is null and "resource"."machine_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `resource_port` ON `resource` (`port_id`) WHERE "resource"."retired_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `resource_client_system` ON `resource` (`client_system_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `resource_machine` ON `resource` (`machine_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `resource_direct_link` ON `resource` (`direct_link_id`);--> statement-breakpoint
CREATE TABLE `datacenter` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`place` text NOT NULL,
	`host_tag_first` integer NOT NULL,
	`host_tag_last` integer NOT NULL,
	`tag_first` integer NOT NULL,
	`tag_last` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `datacenter_code_unique` ON `datacenter` (`code`);--> statement-breakpoint
CREATE TABLE `host_tag` (
	`tag` integer PRIMARY KEY NOT NULL,
	`datacenter_id` text NOT NULL,
	`state` text NOT NULL,
	`next_customer_tag` integer NOT NULL,
	`released_at` integer,
	FOREIGN KEY (`datacenter_id`) REFERENCES `datacenter`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "host_tag_is_12_bit" CHECK("host_tag"."tag" between 1 and 4094)
);
--> statement-breakpoint
CREATE INDEX `host_tag_free` ON `host_tag` (`datacenter_id`,`state`,`released_at`,`tag`);--> statement-breakpoint
CREATE TABLE `extension` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`vlan_id` text NOT NULL,
	`resource_id` text NOT NULL,
	`state` text NOT NULL,
	`pseudowire_id` text,
	`end_vid` integer,
	`bandwidth` integer,
	`flood_percent` integer,
	`macs` text,
	`mac_quota` integer,
	`carried` text DEFAULT '[]' NOT NULL,
	`loop_end` text,
	`loop_until` integer,
	`loop_by` text,
	`reason` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vlan_id`) REFERENCES `vlan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resource_id`) REFERENCES `resource`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`pseudowire_id`) REFERENCES `pseudowire`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `extension_once` ON `extension` (`vlan_id`,`resource_id`) WHERE "extension"."state" not in ('released', 'rejected', 'failed');--> statement-breakpoint
CREATE INDEX `extension_of_tenant` ON `extension` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `extension_by_state` ON `extension` (`state`);--> statement-breakpoint
CREATE INDEX `extension_of_vlan` ON `extension` (`vlan_id`);--> statement-breakpoint
CREATE INDEX `extension_of_resource` ON `extension` (`resource_id`);--> statement-breakpoint
CREATE INDEX `extension_loop_end` ON `extension` (`loop_until`) WHERE "extension"."loop_end" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `extension_loop_once_a_vlan` ON `extension` (`vlan_id`) WHERE "extension"."loop_end" is not null;--> statement-breakpoint
CREATE TABLE `extension_transition` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`extension_id` text NOT NULL,
	`from_state` text,
	`to_state` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`reason` text,
	`proof` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`extension_id`) REFERENCES `extension`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `transition_of_extension` ON `extension_transition` (`extension_id`,`id`);--> statement-breakpoint
CREATE TABLE `link_request` (
	`id` text PRIMARY KEY NOT NULL,
	`extension_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`pseudowire_id` text NOT NULL,
	`state` text NOT NULL,
	`requested_by` text NOT NULL,
	`decided_by` text,
	`decided_by_name` text,
	`reason` text,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`extension_id`) REFERENCES `extension`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`pseudowire_id`) REFERENCES `pseudowire`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `link_request_extension_id_unique` ON `link_request` (`extension_id`);--> statement-breakpoint
CREATE INDEX `link_request_by_state` ON `link_request` (`state`,`created_at`);--> statement-breakpoint
CREATE TABLE `datacenter_tag` (
	`tag` integer PRIMARY KEY NOT NULL,
	`datacenter_id` text NOT NULL,
	`path_id` text,
	`freed_at` integer,
	FOREIGN KEY (`datacenter_id`) REFERENCES `datacenter`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "datacenter_tag_is_label_and_vlan" CHECK("datacenter_tag"."tag" between 16 and 4094)
);
--> statement-breakpoint
CREATE INDEX `datacenter_tag_free` ON `datacenter_tag` (`datacenter_id`,`path_id`,`freed_at`,`tag`);--> statement-breakpoint
CREATE TABLE `drill` (
	`id` text PRIMARY KEY NOT NULL,
	`link_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`stage` text NOT NULL,
	`before` text NOT NULL,
	`report` text,
	`actor_name` text NOT NULL,
	FOREIGN KEY (`link_id`) REFERENCES `link`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drill_one_at_a_time` ON `drill` (1) WHERE "drill"."stage" <> 'done';--> statement-breakpoint
CREATE INDEX `drill_of_link` ON `drill` (`link_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `link` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`medium` text NOT NULL,
	`encapsulation` text NOT NULL,
	`also_accepts` text,
	`a_port_id` text NOT NULL,
	`b_port_id` text NOT NULL,
	`a_address` text,
	`b_address` text,
	`long_haul` integer,
	`mtu` integer NOT NULL,
	`cost` integer NOT NULL,
	`latency_micros` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`a_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`b_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "provider_link_is_addressed" CHECK("link"."medium" = 'line' or ("link"."a_address" is not null and "link"."b_address" is not null and "link"."long_haul" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `link_code_unique` ON `link` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `link_a_port_id_unique` ON `link` (`a_port_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `link_b_port_id_unique` ON `link` (`b_port_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `link_long_haul_unique` ON `link` (`long_haul`);--> statement-breakpoint
CREATE TABLE `link_change` (
	`id` text PRIMARY KEY NOT NULL,
	`link_id` text NOT NULL,
	`from_encapsulation` text NOT NULL,
	`to_encapsulation` text NOT NULL,
	`stage` text NOT NULL,
	`started_at` integer NOT NULL,
	`stage_at` integer NOT NULL,
	`missing_before` integer NOT NULL,
	`lost_frames` integer,
	`actor_name` text NOT NULL,
	FOREIGN KEY (`link_id`) REFERENCES `link`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `link_change_one_at_a_time` ON `link_change` (`link_id`) WHERE "link_change"."stage" <> 'done';--> statement-breakpoint
CREATE INDEX `link_change_of_link` ON `link_change` (`link_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `pseudowire` (
	`id` text PRIMARY KEY NOT NULL,
	`a_switch_id` text NOT NULL,
	`b_switch_id` text NOT NULL,
	`a_port_id` text NOT NULL,
	`b_port_id` text NOT NULL,
	`way` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`a_switch_id`) REFERENCES `switch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`b_switch_id`) REFERENCES `switch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`a_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`b_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pseudowire_a_port_id_unique` ON `pseudowire` (`a_port_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `pseudowire_b_port_id_unique` ON `pseudowire` (`b_port_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `pseudowire_once_a_way` ON `pseudowire` (`a_switch_id`,`b_switch_id`,`way`);--> statement-breakpoint
CREATE TABLE `pseudowire_hop` (
	`path_id` text NOT NULL,
	`position` integer NOT NULL,
	`link_id` text NOT NULL,
	PRIMARY KEY(`path_id`, `position`),
	FOREIGN KEY (`path_id`) REFERENCES `pseudowire_path`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`link_id`) REFERENCES `link`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `hop_of_link` ON `pseudowire_hop` (`link_id`);--> statement-breakpoint
CREATE TABLE `pseudowire_path` (
	`id` text PRIMARY KEY NOT NULL,
	`pseudowire_id` text NOT NULL,
	`rank` integer NOT NULL,
	`tag_to_b` integer NOT NULL,
	`tag_to_a` integer NOT NULL,
	FOREIGN KEY (`pseudowire_id`) REFERENCES `pseudowire`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pseudowire_path_tag_to_b_unique` ON `pseudowire_path` (`tag_to_b`);--> statement-breakpoint
CREATE UNIQUE INDEX `pseudowire_path_tag_to_a_unique` ON `pseudowire_path` (`tag_to_a`);--> statement-breakpoint
CREATE INDEX `path_of_pseudowire` ON `pseudowire_path` (`pseudowire_id`,`rank`);--> statement-breakpoint
CREATE TABLE `trunk` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`a_port_id` text NOT NULL,
	`b_port_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`a_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`b_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `trunk_code_unique` ON `trunk` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `trunk_a_port_id_unique` ON `trunk` (`a_port_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `trunk_b_port_id_unique` ON `trunk` (`b_port_id`);--> statement-breakpoint
CREATE TABLE `machine` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`provider` text NOT NULL,
	`cloud_system_id` text,
	`port_id` text NOT NULL,
	`mac` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`created_at` integer NOT NULL,
	`gone_at` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `machine_number_unique` ON `machine` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `machine_name` ON `machine` (`tenant_id`,lower("name")) WHERE "machine"."gone_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `machine_port` ON `machine` (`port_id`) WHERE "machine"."gone_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `machine_mac` ON `machine` (`mac`) WHERE "machine"."gone_at" is null;--> statement-breakpoint
CREATE INDEX `machine_of_system` ON `machine` (`cloud_system_id`) WHERE "machine"."gone_at" is null;--> statement-breakpoint
CREATE TABLE `machine_address` (
	`machine_id` text NOT NULL,
	`vid` integer NOT NULL,
	`vlan_id` text NOT NULL,
	`cidr` text NOT NULL,
	PRIMARY KEY(`machine_id`, `vid`),
	FOREIGN KEY (`machine_id`) REFERENCES `machine`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `machine_address_once_a_vlan` ON `machine_address` (`vlan_id`,`cidr`);--> statement-breakpoint
CREATE TABLE `machine_move` (
	`id` text PRIMARY KEY NOT NULL,
	`machine_id` text NOT NULL,
	`from_port_id` text NOT NULL,
	`to_port_id` text NOT NULL,
	`to_cloud_system_id` text NOT NULL,
	`stage` text NOT NULL,
	`started_at` integer NOT NULL,
	`stage_at` integer NOT NULL,
	`missing_before` integer,
	`lost_frames` integer,
	`converged_ms` integer,
	`reason` text,
	`actor_name` text NOT NULL,
	`decided_by_name` text,
	FOREIGN KEY (`machine_id`) REFERENCES `machine`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `machine_move_one_at_a_time` ON `machine_move` (`machine_id`) WHERE "machine_move"."stage" in ('awaiting_approval', 'preparing', 'switching');--> statement-breakpoint
CREATE UNIQUE INDEX `machine_move_to_port` ON `machine_move` (`to_port_id`) WHERE "machine_move"."stage" in ('awaiting_approval', 'preparing', 'switching');--> statement-breakpoint
CREATE INDEX `machine_move_of_machine` ON `machine_move` (`machine_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `attachment` (
	`id` text PRIMARY KEY NOT NULL,
	`switch_id` text NOT NULL,
	`port_id` text NOT NULL,
	`vid` integer,
	`vlan_id` text NOT NULL,
	`terms` text,
	FOREIGN KEY (`switch_id`) REFERENCES `switch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vlan_id`) REFERENCES `vlan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attachment_port_vlan` ON `attachment` (`port_id`,case when "vid" is null then 0 else "vid" end);--> statement-breakpoint
CREATE INDEX `attachment_of_vlan` ON `attachment` (`vlan_id`);--> statement-breakpoint
CREATE INDEX `attachment_of_switch` ON `attachment` (`switch_id`);--> statement-breakpoint
CREATE TABLE `segment_number` (
	`switch_id` text NOT NULL,
	`number` integer NOT NULL,
	`vlan_id` text,
	`freed_at` integer,
	PRIMARY KEY(`switch_id`, `number`),
	FOREIGN KEY (`switch_id`) REFERENCES `switch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vlan_id`) REFERENCES `vlan`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "segment_number_fits_the_bridges" CHECK("segment_number"."number" between 1 and 65504)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `segment_once_a_switch` ON `segment_number` (`switch_id`,`vlan_id`);--> statement-breakpoint
CREATE INDEX `segment_freed` ON `segment_number` (`switch_id`,`freed_at`) WHERE "segment_number"."vlan_id" is null;--> statement-breakpoint
CREATE TABLE `trunk_attachment` (
	`switch_id` text NOT NULL,
	`port_id` text NOT NULL,
	`vlan_id` text NOT NULL,
	PRIMARY KEY(`port_id`, `vlan_id`),
	FOREIGN KEY (`switch_id`) REFERENCES `switch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`vlan_id`) REFERENCES `vlan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `trunk_of_vlan` ON `trunk_attachment` (`vlan_id`);--> statement-breakpoint
CREATE INDEX `trunk_of_switch` ON `trunk_attachment` (`switch_id`);--> statement-breakpoint
CREATE TABLE `switch` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`number` integer NOT NULL,
	`datacenter_id` text NOT NULL,
	`name` text NOT NULL,
	`token_hash` text NOT NULL,
	`change_number` integer DEFAULT 0 NOT NULL,
	`state_hash` text NOT NULL,
	`next_segment` integer DEFAULT 1 NOT NULL,
	`kernel` text,
	`joined_at` integer,
	FOREIGN KEY (`datacenter_id`) REFERENCES `datacenter`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `switch_code_unique` ON `switch` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `switch_number_unique` ON `switch` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `switch_token_hash_unique` ON `switch` (`token_hash`);--> statement-breakpoint
CREATE TABLE `port` (
	`id` text PRIMARY KEY NOT NULL,
	`switch_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`mac` text,
	`mtu` integer,
	FOREIGN KEY (`switch_id`) REFERENCES `switch`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `port_number` ON `port` (`switch_id`,`number`);--> statement-breakpoint
CREATE TABLE `series_port` (
	`port_id` text PRIMARY KEY NOT NULL,
	`front_port_id` text NOT NULL,
	`uplink_port_id` text NOT NULL,
	FOREIGN KEY (`port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`front_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`uplink_port_id`) REFERENCES `port`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `series_port_front_port_id_unique` ON `series_port` (`front_port_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `series_port_uplink_port_id_unique` ON `series_port` (`uplink_port_id`);--> statement-breakpoint
CREATE TABLE `switch_change` (
	`switch_id` text NOT NULL,
	`number` integer NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`switch_id`, `number`),
	FOREIGN KEY (`switch_id`) REFERENCES `switch`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `member` (
	`tenant_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `user_id`),
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `member_of_user` ON `member` (`user_id`);--> statement-breakpoint
CREATE TABLE `operator` (
	`user_id` text PRIMARY KEY NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tenant` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tenant_slug_unique` ON `tenant` (`slug`);--> statement-breakpoint
CREATE TABLE `tag_pair` (
	`host_tag` integer NOT NULL,
	`customer_tag` integer NOT NULL,
	`state` text NOT NULL,
	`held_at` integer NOT NULL,
	`released_at` integer,
	PRIMARY KEY(`host_tag`, `customer_tag`),
	FOREIGN KEY (`host_tag`) REFERENCES `host_tag`(`tag`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "customer_tag_is_12_bit" CHECK("tag_pair"."customer_tag" between 1 and 4094)
);
--> statement-breakpoint
CREATE INDEX `tag_pair_recycled` ON `tag_pair` (`host_tag`,`state`,`released_at`);--> statement-breakpoint
CREATE TABLE `vlan` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`client_system_id` text NOT NULL,
	`vid` integer,
	`name` text NOT NULL,
	`cidr` text,
	`range_bits` text,
	`host_tag` integer NOT NULL,
	`customer_tag` integer NOT NULL,
	`rules` text DEFAULT '[]' NOT NULL,
	`created_at` integer NOT NULL,
	`released_at` integer,
	FOREIGN KEY (`tenant_id`) REFERENCES `tenant`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_system_id`) REFERENCES `client_system`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "vid_is_12_bit" CHECK("vlan"."vid" is null or "vlan"."vid" between 1 and 4094)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vlan_of_system` ON `vlan` (`client_system_id`,case when "vid" is null then 0 else "vid" end) WHERE "vlan"."released_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `vlan_pair` ON `vlan` (`host_tag`,`customer_tag`) WHERE "vlan"."released_at" is null;--> statement-breakpoint
CREATE INDEX `vlan_of_tenant` ON `vlan` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `vlan_by_vid` ON `vlan` (`vid`,`tenant_id`) WHERE "vlan"."released_at" is null;--> statement-breakpoint
CREATE INDEX `vlan_by_range` ON `vlan` (`range_bits`,`tenant_id`) WHERE "vlan"."released_at" is null;